/**
 * One jar for several releases of Flink: jobs that run in processes with each release's own jars,
 * and savepoints that go from one to another.
 */
package io.flinkarrow.releases;
