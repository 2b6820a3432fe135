/** What the agent is told, from its arguments, system properties and the environment. */
@NullMarked
package dev.stackhouse.collector.config;

import org.jspecify.annotations.NullMarked;
