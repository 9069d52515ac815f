// Package check tests a configuration by asking OVH, and says everything that is wrong at once:
// whether the API answers, whether the credentials work and how long, whether each endpoint can be
// planned, whether what the user typed exists, and whether the key's rights cover what it calls.
//
//	report := check.Run(ctx, cfg, client, planner, log)
//	fmt.Println(report.Passed(), report)
//
// The form as such is judged before, by config. The package knows neither messages nor the verbs.
package check
