"""Names for the people of the demo organisation. Invented: any likeness to somebody is chance."""

FIRST = (
    "Aaltje Abdel Adriaan Agnes Ahmed Aisha Albert Alice Amina Amir Anke Annelies Anouk Arjan Asha Astrid Ayşe Bart "
    "Bas Beatrix Bilal Bouchra Bram Carla Carlos Carolien Chantal Christa Cor Daan Dennis Derya Dewi Diana Dirk Dorien "
    "Eefje Elif Elke Ellen Els Emine Emma Erik Esmee Esther Eva Evert Farid Femke Feride Fleur Floor Frank Frits Fenna "
    "Geert Gerda Gijs Glenn Greetje Guus Hakan Hanneke Hans Harm Hassan Heleen Henk Hidde Ilse Imane Ineke Inge Iris "
    "Ivo Jaap Jan Janneke Jasmijn Jasper Jelle Jeroen Jet Joke Joost Joris Judith Julia Kamal Karel Karin Kees Khadija "
    "Klaas Koen Lars Laura Leila Leo Lieke Linda Lisa Lucas Luuk Maaike Maarten Madelon Mahmoud Manon Marga Marieke "
    "Marit Mark Marleen Marwan Mees Mehmet Meike Michiel Mila Mirjam Mohamed Monique Nadia Najib Nathalie Niels Nienke "
    "Nikki Nina Noor Olaf Olga Omar Paul Petra Pim Rachid Ravi Remco Renske Rianne Rik Rob Roos Rosa Ruben Saar Said "
    "Samira Sander Saskia Selma Silvia Simone Sjoerd Sofie Stefan Steven Suzanne Sven Tamara Teun Theo Thijs Tijn Tim "
    "Tineke Tom Ton Vera Vincent Wendy Wies Willem Wim Wouter Xavi Yara Yasmin Yvonne Zeynep Zoë"
).split()

LAST = (
    "Aarts|el Amrani|van den Berg|Blom|de Boer|Boersma|Bos|Bosman|Bouali|Brouwer|de Bruin|Bruins|Çelik|Dekker|Demir|"
    "Dijkstra|van Dijk|van Doorn|Driessen|Engels|Faber|Gerritsen|de Graaf|de Groot|Haan|Haddad|van Ham|Hendriks|"
    "Hermans|Hoekstra|Hofman|van der Horst|Huisman|Idrissi|Jacobs|Jansen|Janssen|de Jong|Jonker|Kaya|Klein|Kok|"
    "Koning|Koopman|Kramer|Kuipers|van der Laan|van Leeuwen|Lammers|van der Linden|Maas|Martens|van der Meer|Meijer|"
    "van der Meulen|Molenaar|Mulder|Nasser|Nguyen|van Os|Özdemir|Peeters|Peters|Pinas|Postma|Prins|van Rijn|Ritsema|"
    "Roos|Rosaria|de Ruiter|Sahin|Schaap|Scholten|Schouten|Silva|Smit|Smits|Snijders|Tahiri|Timmermans|Veenstra|"
    "Verbeek|Verhoeven|Vermeulen|Visser|Vos|de Vries|van der Wal|Wessels|van Wijk|Willems|de Wit|Wolters|Yılmaz|"
    "van Zanten|Zijlstra|Zwart"
).split("|")
