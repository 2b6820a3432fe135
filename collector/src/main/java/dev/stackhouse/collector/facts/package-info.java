/** What a JVM is: facts that go beside its samples, and names that its surroundings give it. */
package dev.stackhouse.collector.facts;
