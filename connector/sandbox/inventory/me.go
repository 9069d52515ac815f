package inventory

// Nic is the account's name, as OVH calls its customers.
const Nic = "sb12345-ovh"

// me has an address that is not ASCII, empty strings where others have null, and a language that
// the description's enumeration lacks.
func me() object {
	return object{
		"nichandle": Nic, "customerCode": "0512-3456-78", "name": "Sandbox", "firstname": "Zoé",
		"email": "zoe@example.com", "spareEmail": nil,
		"address": "2 rue Kellermann", "complementaryAddress": nil, "zip": "59100", "city": "Roubaix", "area": "", "country": "FR",
		"phone": "+33.000000000", "phoneCountry": "FR", "phoneType": nil, "fax": "",
		"organisation": "Société d'exemple", "legalform": "corporation", "corporationType": "SAS",
		"vat": "", "companyNationalIdentificationNumber": nil, "nationalIdentificationNumber": nil, "italianSDI": nil,
		"sex": nil, "birthCity": "", "birthDay": "", "language": "eo_EO", "currency": object{"code": "EUR", "symbol": "€"},
		"ovhCompany": "ovh", "ovhSubsidiary": "FR", "state": "complete", "kycValidated": false, "purposeOfPurchase": nil,
	}
}
