/* Reads a calendar with libical, checks it against the restrictions of RFC 5546 and its kin, and prints the
 * events as it sees them: uid, start and end in seconds since 1970 (tabs between them). Faults go to standard
 * error; the status is 1 when there is any.
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static char *whole_input(void)
{
    size_t size = 0, room = 1 << 16, got;
    char *text = malloc(room);
    while (text != NULL && (got = fread(text + size, 1, room - size - 1, stdin)) > 0) {
        size += got;
        if (room - size < 2) {
            text = realloc(text, room *= 2);
        }
    }
    if (text != NULL) {
        text[size] = '\0';
    }
    return text;
}

/* libical notes what it could not parse, or what a restriction forbids, as X-LIC-ERROR properties. */
static int print_faults(icalcomponent *component)
{
    int faults = 0;
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    for (; property; property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        fprintf(stderr, "%s\n", icalproperty_as_ical_string(property));
        faults++;
    }
    icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
    for (; inner; inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        faults += print_faults(inner);
    }
    return faults;
}

static long long seconds(icaltimetype time)
{
    return (long long)icaltime_as_timet_with_zone(time, icaltime_get_timezone(time));
}

int main(void)
{
    icalerror_set_errors_are_fatal(0);
    char *text = whole_input();
    icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
    if (calendar == NULL || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        fprintf(stderr, "no calendar\n");
        return 1;
    }
    int valid = icalrestriction_check(calendar);
    int faults = print_faults(calendar);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        printf("%s\t%lld\t%lld\n", icalcomponent_get_uid(event), seconds(icalcomponent_get_dtstart(event)),
               seconds(icalcomponent_get_dtend(event)));
    }
    if (!valid) {
        fprintf(stderr, "a restriction is broken\n");
    }
    icalcomponent_free(calendar);
    free(text);
    return faults == 0 && valid ? 0 : 1;
}
