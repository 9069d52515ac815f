package inventory

import (
	"fmt"
	"net/url"
)

// Sizes are the numbers of things that grow with an account; zero stands for the small account's
// and a negative one for none.
type Sizes struct {
	Bills          int // 36, spread evenly over three years whatever their number
	DetailsPerBill int // none to six, by bill
	Orders         int // 20
	Zones          int // 3
	RecordsPerZone int // 8, in each of the zones
	Servers        int // 2
	Projects       int // 2, of three instances each
	Resources      int // 60 IAM resources, at least those of the account's own services
}

// Request is a call that was found well-formed: every placeholder of the path has a value of its
// type, and the query holds only filters of the operation, each of its type.
type Request struct {
	Path  map[string]string // by placeholder, decoded
	Query url.Values
	Body  []byte
}

// Operation is one thing that can be asked of the account.
type Operation struct {
	// Filters are the query parameters that Answer applies. A parameter that OVH describes and that
	// is not among them must be refused: an ignored filter would answer with the wrong records.
	Filters []string
	// Answer returns what encodes to the answer's JSON, or a List. Its errors are *NotFound,
	// *Expired, *Unavailable, *Broken and *Invalid. It may be called concurrently.
	Answer func(Request) (any, error)
}

// Inventory is one account's belongings. Its methods may be called concurrently.
type Inventory struct {
	sizes     Sizes
	documents *documents
	assets    []asset

	domains, zones, allDoms, vpses, servers, projects, ips, policies []listed
}

// New returns the belongings of an account of these sizes; a size of 0 is that of the small
// account.
func New(s Sizes) *Inventory {
	fill := func(n *int, small int) {
		if *n == 0 {
			*n = small
		}
		*n = max(0, *n)
	}
	fill(&s.Bills, 36)
	fill(&s.Orders, 20)
	fill(&s.Zones, 3)
	fill(&s.RecordsPerZone, 8)
	fill(&s.Servers, 2)
	fill(&s.Projects, 2)
	fill(&s.Resources, 60)
	assets := assetsOf(s)
	s.Resources = max(s.Resources, len(assets))
	v := &Inventory{sizes: s, documents: newDocuments(), assets: assets, policies: policies()}
	v.domains, v.zones, v.allDoms = v.describe("domain", v.domainOf), v.describe("dnsZone", zoneOf), v.describe("allDom", allDomOf)
	v.vpses, v.servers = v.describe("vps", vpsOf), v.describe("dedicatedServer", serverOf)
	v.projects, v.ips = v.describe("publicCloudProject", projectOf), v.describe("ip", ipOf)
	return v
}

// Operations returns what can be asked, by method, branch and path template, such as "GET
// /v1/me/bill/{billId}".
func (v *Inventory) Operations() map[string]Operation {
	operations := v.owned()
	complete(operations)
	return operations
}

// owned are the operations that tell of what the account has.
func (v *Inventory) owned() map[string]Operation {
	return map[string]Operation{
		"GET /v1/me":                                                     {Answer: fixed(me())},
		"GET /v1/me/bill":                                                {Answer: v.bills, Filters: []string{"category", "date.from", "date.to", "orderId"}},
		"GET /v1/me/bill/{billId}":                                       {Answer: v.bill},
		"GET /v1/me/bill/{billId}/details":                               {Answer: v.details},
		"GET /v1/me/bill/{billId}/details/{billDetailId}":                {Answer: v.detail},
		"GET /v1/me/order":                                               {Answer: v.orders, Filters: []string{"date.from", "date.to"}},
		"GET /v1/me/order/{orderId}":                                     {Answer: v.order},
		"GET /v1/me/order/{orderId}/status":                              {Answer: v.orderStatus},
		"GET /v1/me/order/{orderId}/followUp":                            {Answer: v.followUp},
		"GET /v1/me/consumption/usage/history":                           {Answer: v.usage, Filters: []string{"beginDate", "endDate"}},
		"GET /v1/me/document":                                            {Answer: v.documents.list},
		"POST /v1/me/document":                                           {Answer: v.documents.create},
		"GET /v1/me/document/{id}":                                       {Answer: v.documents.get},
		"DELETE /v1/me/document/{id}":                                    {Answer: v.documents.remove},
		"GET /v1/services":                                               {Answer: v.services, Filters: []string{"resourceName", "routes"}},
		"GET /v1/services/{serviceId}":                                   {Answer: v.service},
		"GET /v1/price/dedicated/server/ip/{routedTo}":                   {Answer: ipPrice},
		"GET /v1/domain":                                                 {Answer: names(v.domains), Filters: []string{"whoisOwner"}},
		"GET /v1/domain/{serviceName}":                                   {Answer: one(v.domains, "serviceName")},
		"GET /v1/domain/zone":                                            {Answer: names(v.zones)},
		"GET /v1/domain/zone/{zoneName}":                                 {Answer: one(v.zones, "zoneName")},
		"GET /v1/domain/zone/{zoneName}/record":                          {Answer: v.records, Filters: []string{"fieldType", "subDomain"}},
		"GET /v1/domain/zone/{zoneName}/record/{id}":                     {Answer: v.record},
		"GET /v1/allDom":                                                 {Answer: names(v.allDoms)},
		"GET /v1/allDom/{serviceName}":                                   {Answer: one(v.allDoms, "serviceName")},
		"GET /v1/allDom/{serviceName}/domain":                            {Answer: v.allDomDomains, Filters: []string{"domain"}},
		"GET /v1/allDom/{serviceName}/domain/{domain}":                   {Answer: v.allDomDomain},
		"GET /v1/vps":                                                    {Answer: names(v.vpses)},
		"GET /v1/vps/{serviceName}":                                      {Answer: v.vps},
		"GET /v1/dedicated/server":                                       {Answer: names(v.servers)},
		"GET /v1/dedicated/server/{serviceName}":                         {Answer: one(v.servers, "serviceName")},
		"GET /v1/dedicated/server/{serviceName}/features/ipmi":           {Answer: v.ipmi},
		"GET /v1/dedicated/server/{serviceName}/backupCloudOfferDetails": {Answer: v.backupOffer},
		"GET /v1/ip":                                                     {Answer: names(v.ips), Filters: []string{"isAdditionalIp", "type", "version"}},
		"GET /v1/ip/{ip}":                                                {Answer: one(v.ips, "ip")},
		"GET /v1/cloud/project":                                          {Answer: names(v.projects)},
		"GET /v1/cloud/project/{serviceName}":                            {Answer: one(v.projects, "serviceName")},
		"GET /v1/cloud/project/{serviceName}/instance":                   {Answer: v.instances, Filters: []string{"region"}},
		"GET /v1/cloud/project/{serviceName}/instance/{instanceId}":      {Answer: v.instance},
		"GET /v1/cloud/project/{serviceName}/region":                     {Answer: v.regionNames},
		"GET /v1/cloud/project/{serviceName}/region/{regionName}":        {Answer: v.region},
		"GET /v2/iam/resource":                                           {Answer: v.resources, Filters: []string{"resourceName", "resourceType", "resourceURN"}},
		"GET /v2/iam/resource/{resourceURN}":                             {Answer: v.resource},
		"GET /v2/iam/policy":                                             {Answer: v.listPolicies, Filters: []string{"readOnly"}},
		"GET /v2/iam/policy/{policyId}":                                  {Answer: one(v.policies, "policyId")},
		"GET /v1/me/refund":                                              {Answer: v.refunds, Filters: []string{"date.from", "date.to", "orderId"}},
		"GET /v1/me/refund/{refundId}":                                   {Answer: v.refund},
		"GET /v1/me/refund/{refundId}/details":                           {Answer: v.refundDetails},
		"GET /v1/me/refund/{refundId}/details/{refundDetailId}":          {Answer: v.refundDetail},
	}
}

// NotFound is the error for something that the account does not have.
type NotFound struct{ Parameter, Value string }

func (e *NotFound) Error() string {
	return fmt.Sprintf("The requested object (%s = %s) does not exist", e.Parameter, e.Value)
}

// Expired is the error for a service that is listed, but has run out.
type Expired struct{}

func (*Expired) Error() string { return "This Service is expired" }

// Unavailable is the error for what other services of the same kind have.
type Unavailable struct{ Kind string }

func (e *Unavailable) Error() string { return "Not available for this " + e.Kind }

// Broken is the error for an item that OVH fails at, today and tomorrow.
type Broken struct{}

func (*Broken) Error() string { return "Internal server error" }

// Invalid is the error for a request whose body the operation cannot use.
type Invalid struct{ Reason string }

func (e *Invalid) Error() string { return e.Reason }
