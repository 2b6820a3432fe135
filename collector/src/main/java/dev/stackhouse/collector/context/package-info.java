/** What threads of the application work on, as they say it, and what that was when a sample was taken. */
package dev.stackhouse.collector.context;
