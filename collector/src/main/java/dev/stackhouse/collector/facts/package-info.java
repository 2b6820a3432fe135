/** What a JVM is: facts that go beside its samples, and names that its surroundings give it. */
@NullMarked
package dev.stackhouse.collector.facts;

import org.jspecify.annotations.NullMarked;
