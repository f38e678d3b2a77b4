import Complaints

/// Countries as people write them: ISO 3166-1 alpha-2 and alpha-3 codes, and English and French names
/// of those that have many scanners.
enum CountryNames {
    /// The alpha-2 code; nil for what is no country.
    static func code(for text: Substring) -> String? {
        let folded = FoldedText(text).text
        if let code = codeByName[folded] { return code }
        return CountryCode.canonical(String(text))
    }

    private static let codeByName: [String: String] = {
        var table: [String: String] = [:]
        for (code, names) in listed {
            for name in names.split(separator: ",") { table[FoldedText(name).text] = code }
        }
        return table
    }()

    private static let listed: [String: String] = [
        "FR": "france,fra", "BE": "belgium,belgique,bel", "CH": "switzerland,suisse,che",
        "LU": "luxembourg,lux", "DE": "germany,allemagne,deu,deutschland",
        "IT": "italy,italie,ita,italia", "ES": "spain,espagne,esp,españa",
        "PT": "portugal,prt", "NL": "netherlands,the netherlands,pays bas,nld,holland",
        "GB": "united kingdom,uk,great britain,england,scotland,royaume uni,gbr,angleterre",
        "IE": "ireland,irlande,irl", "US": "united states,united states of america,usa,états unis",
        "CA": "canada,can", "MX": "mexico,mexique,mex", "BR": "brazil,brésil,bra",
        "AR": "argentina,argentine,arg", "CL": "chile,chili,chl", "CO": "colombia,colombie,col",
        "AT": "austria,autriche,aut", "PL": "poland,pologne,pol",
        "CZ": "czech republic,czechia,république tchèque,tchéquie,cze",
        "SK": "slovakia,slovaquie,svk", "HU": "hungary,hongrie,hun", "RO": "romania,roumanie,rou",
        "BG": "bulgaria,bulgarie,bgr", "GR": "greece,grèce,grc", "HR": "croatia,croatie,hrv",
        "SI": "slovenia,slovénie,svn", "RS": "serbia,serbie,srb", "DK": "denmark,danemark,dnk",
        "SE": "sweden,suède,swe", "NO": "norway,norvège,nor", "FI": "finland,finlande,fin",
        "IS": "iceland,islande,isl", "EE": "estonia,estonie,est", "LV": "latvia,lettonie,lva",
        "LT": "lithuania,lituanie,ltu", "TR": "turkey,turquie,türkiye,tur",
        "RU": "russia,russie,russian federation,rus", "UA": "ukraine,ukr",
        "MA": "morocco,maroc,mar", "DZ": "algeria,algérie,dza", "TN": "tunisia,tunisie,tun",
        "EG": "egypt,égypte,egy", "SN": "senegal,sénégal,sen",
        "CI": "ivory coast,côte d'ivoire,civ", "ZA": "south africa,afrique du sud,zaf",
        "SA": "saudi arabia,arabie saoudite,sau",
        "AE": "united arab emirates,uae,émirats arabes unis,are", "QA": "qatar,qat",
        "IL": "israel,israël,isr", "LB": "lebanon,liban,lbn", "JO": "jordan,jordanie,jor",
        "IN": "india,inde,ind", "CN": "china,chine,chn", "JP": "japan,japon,jpn",
        "KR": "south korea,korea,corée du sud,corée,republic of korea,kor",
        "TW": "taiwan,taïwan,twn",
        "HK": "hong kong,hkg", "SG": "singapore,singapour,sgp", "MY": "malaysia,malaisie,mys",
        "TH": "thailand,thaïlande,tha", "VN": "vietnam,viet nam,vnm",
        "ID": "indonesia,indonésie,idn", "PH": "philippines,phl", "AU": "australia,australie,aus",
        "NZ": "new zealand,nouvelle zélande,nzl", "RE": "réunion,la réunion,reu",
        "GP": "guadeloupe,glp", "MQ": "martinique,mtq", "GF": "french guiana,guyane,guf",
        "NC": "new caledonia,nouvelle calédonie,ncl",
        "PF": "french polynesia,polynésie française,pyf",
        "MC": "monaco,mco", "CY": "cyprus,chypre,cyp", "MT": "malta,malte,mlt",
    ]
}
