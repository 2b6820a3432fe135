/** What an application says of its work, for the profiler: labels and trace context. */
package dev.stackhouse.api;
