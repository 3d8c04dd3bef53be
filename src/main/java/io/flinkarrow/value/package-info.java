/**
 * What readers of any format need to make Flink's internal values. Depends on nothing else of ours.
 */
package io.flinkarrow.value;
