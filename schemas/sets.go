package schemas

// Set is a ready list of endpoints: Examples has it as examples/Name.json.
type Set struct {
	Name, Title string
	// Purpose is what it is for, on a line of a terminal.
	Purpose string
}

// Product is the set that has the examples of the OVHcloud Data Platform's form.
const Product = "product"

// Sets are all of them, those first that most people come for. They are shared and must not be
// modified.
var Sets = []Set{
	{"billing", "Billing", "bills with details and payments, orders, refunds, consumption"},
	{"domains", "Domains and DNS", "domains with renewal and name servers, DNS zones, records"},
	{"servers", "Servers and IPs", "dedicated servers, VPS, IPs, vRacks, load balancers"},
	{"public_cloud", "Public Cloud", "projects with instances, volumes, networks, Kubernetes, usage"},
	{"iam", "Identities and resources", "resources with their tags, groups, policies, users"},
	{Product, "The Data Platform's examples", "the form's examples; one creates a document at every sync"},
}
