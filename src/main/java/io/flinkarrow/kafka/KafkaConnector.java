package io.flinkarrow.kafka;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether the Kafka connector that was found hands over the classes of Kafka that this library was
 * compiled for. {@code flink-sql-connector-kafka} does not: it has moved them. Flink takes
 * connectors from its {@code lib} directory before it looks into a job's jar, so it is found there
 * even by jobs that bring the other one.
 */
final class KafkaConnector {

  private KafkaConnector() {}

  /**
   * A class implements its interface, or the connector's interface has methods of other classes.
   *
   * @throws IllegalStateException if the connector that was found does not fit; says where it lies
   *     and what to do
   */
  static void requireFitting(Class<?> schema) {
    Optional<Method> missing =
        Arrays.stream(schema.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .findFirst();
    if (missing.isPresent()) {
      throw new IllegalStateException(
          "%s does not fit the Kafka connector that was found, %s: expected one that hands over classes of org.apache.kafka, came %s. Flink loads connectors from its lib directory before the job's own. Take flink-sql-connector-kafka out of lib and name it with ADD JAR where SQL needs it, or move org.apache.flink.connector.kafka to a package of your own in the job's jar"
              .formatted(
                  schema.getSimpleName(),
                  placeOf(missing.get().getDeclaringClass()),
                  missing.get()));
    }
  }

  private static String placeOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    return place == null ? "at an unknown place" : place.toString();
  }
}
