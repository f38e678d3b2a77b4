/// One demo site.
struct DemoPlace {
    let code: String
    let name: String
    let customer: String
    let city: DemoPlaces.City
    let values: FieldValues

    init(index: Int, _ generator: inout DemoGenerator) {
        city = generator.pick(DemoPlaces.cities)
        customer = DemoPlaces.hospital(in: city, &generator) + ", " + city.name
        name = customer + ", " + DemoPlaces.department(city.language, &generator)
        code = "\(city.country)-\(city.abbreviation)-\(DemoMachines.padded(index + 1, 3))"
        var values = FieldValues()
        values["code"] = .text(code)
        values["name"] = .text(name)
        values["city"] = .text(city.name)
        values["country"] = .text(city.country)
        values["customer"] = .text(customer)
        let street = generator.pick(
            city.language == .french
                ? [
                    "rue du Moulin", "avenue des Platanes", "boulevard de la Gare",
                    "place du Marché",
                ]
                : ["Mill Road", "Station Street", "Orchard Avenue", "Castle Lane"])
        let number = generator.number(1...180)
        values["address"] = .text(
            (city.language == .french ? "\(number), \(street)" : "\(number) \(street)")
                + "\n" + city.name)
        if generator.chance(150) {
            values["note"] = .text(
                city.language == .french
                    ? "Accès livraison par la cour, badge à demander à l’accueil."
                    : "Deliveries through the yard; ask for a badge at the desk.")
        }
        self.values = values
    }
}

/// One demo system.
struct DemoMachine {
    let site: Int
    let code: String
    let model: DemoMachines.Model
    let serial: String
    let installed: CivilDate
    let contract: String
    /// Without the site's code.
    let values: FieldValues

    init(index: Int, site: Int, lastDay: CivilDate, _ generator: inout DemoGenerator) {
        self.site = site
        model = generator.pick(weighted: DemoMachines.models)
        code = "SYS-" + DemoMachines.padded(index + 1, 6)
        serial = model.serialPrefix + "-" + DemoMachines.padded(40_000 + index * 13 % 9_000_000, 6)
        installed = lastDay.adding(days: -generator.number(200...4_200)) ?? lastDay
        contract = generator.pick(weighted: [
            ("full", 45), ("warranty", 15), ("shared", 20), ("time_and_material", 15), ("none", 5),
        ])
        var values = FieldValues()
        values["system_id"] = .text(code)
        values["modality"] = .text(model.modality)
        values["brand"] = .text(model.brand)
        values["product"] = .text(model.product)
        values["model"] = .text(model.model)
        values["serial"] = .text(serial)
        values["udi"] = .text(model.udi)
        values["software_version"] = .text(DemoMachines.software(model, on: lastDay, &generator))
        values["installed"] = .text(installed.text)
        values["contract"] = .text(contract)
        self.values = values
    }
}
