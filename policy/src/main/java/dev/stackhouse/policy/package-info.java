/** Rates as people write them and what they may be, and policies: their rules, whom they concern, where they are. */
package dev.stackhouse.policy;
