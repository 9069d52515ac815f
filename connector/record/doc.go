// Package record makes records of OVH's answers: it takes an answer apart into items and writes each
// as OVH sent it, with the columns of its placeholders, without what was not selected, and with
// integers as integers. What contradicts OVH's description is told. It makes no call.
package record
