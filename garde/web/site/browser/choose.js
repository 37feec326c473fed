const offered = [...document.querySelectorAll("a[hreflang]")].map(link => link.hreflang);
const liked = (navigator.languages ?? []).map(tag => tag.toLowerCase().split("-")[0]).find(tag => offered.includes(tag));
location.replace(`${liked ?? offered[0]}/${location.search}`);
