/** What the agent is told, from its arguments, system properties and the environment. */
package dev.stackhouse.collector.config;
