"""First names that are frequent in Brussels, in small letters: a remark with one of them is asked about."""

_LINES = (
    "mohamed mohammed muhammad ahmed ali youssef ibrahim omar hassan hussein mustapha mustafa abdel",
    "abdelkader karim rachid said saïd khalid hamza ayoub bilal ilias ilyas anas imran amine adam",
    "zakaria soufiane younes reda nabil fatima fatiha khadija aïcha aicha amina malika naïma naima",
    "samira rachida karima nadia yasmina yasmine salma imane hajar sara sarah leila leïla zineb",
    "zahra meryem maryam mariam hafsa nour noor aya inès ines lina mehmet ahmet emre ayse ayşe fatma",
    "elif zeynep hatice murat mariama aminata fatou mamadou ousmane ibrahima jean pierre paul",
    "jacques michel philippe marc luc alain bernard andré daniel patrick christian thierry olivier",
    "nicolas laurent vincent david thomas julien sébastien benoît xavier françois antoine alexandre",
    "maxime lucas louis hugo arthur gabriel nathan noah liam jules victor simon mathieu matthieu",
    "guillaume marie anne martine nathalie isabelle catherine christine monique dominique véronique",
    "brigitte jacqueline françoise nicole valérie sophie céline aurélie caroline stéphanie julie",
    "laura camille charlotte emma chloé louise alice juliette manon léa zoé élise elise claire",
    "hélène cécile sandrine anna maria olivia mila jan peter jozef johan luk dirk koen bart tom wim",
    "geert kris kurt stijn pieter bram ruben jens joris greet griet els ann inge katrien karen leen",
    "lies liesbeth hilde kristien veerle sofie lotte marieke femke john james robert william mary",
    "elizabeth michael andrei ion elena ioana mihai george cristina ana josé carlos manuel antonio",
    "luis juan miguel joão pedro sofia carmen rosa piotr krzysztof agnieszka olena oksana natalia",
    "svetlana irina dmitri sergei ivan vladimir",
)

FIRST_NAMES = frozenset(name for line in _LINES for name in line.split())
