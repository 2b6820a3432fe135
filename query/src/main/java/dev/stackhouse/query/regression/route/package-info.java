/** How people are told of incidents: over Alertmanager, webhooks and Slack. */
@NullMarked
package dev.stackhouse.query.regression.route;

import org.jspecify.annotations.NullMarked;
