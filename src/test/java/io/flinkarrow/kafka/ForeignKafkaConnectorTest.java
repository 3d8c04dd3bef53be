package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a job says whose cluster has a Kafka connector with moved classes in {@code lib}, as {@code
 * flink-sql-connector-kafka} is: instead of an AbstractMethodError at the first message.
 */
class ForeignKafkaConnectorTest {

  private static final String MOVED = "org.apache.flink.kafka.shaded.org.apache.kafka.clients.";

  /** Of what the connector's jar has, the interfaces that our classes implement. */
  @TempDir static Path lib;

  @BeforeAll
  static void compileTheConnectorsInterfaces() throws Exception {
    Path sources = lib.resolve("sources");
    List<String> files = new ArrayList<>();
    files.add(source(sources, MOVED + "consumer.ConsumerRecord", "public class %s<K, V> {}"));
    files.add(source(sources, MOVED + "producer.ProducerRecord", "public class %s<K, V> {}"));
    files.add(
        source(
            sources,
            "org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema",
            """
            public interface %s<T> extends java.io.Serializable, org.apache.flink.api.java.typeutils.ResultTypeQueryable<T> {
              default void open(org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext context) throws Exception {}
              void deserialize(MOVEDconsumer.ConsumerRecord<byte[], byte[]> record, org.apache.flink.util.Collector<T> out) throws java.io.IOException;
            }\
            """));
    files.add(
        source(
            sources,
            "org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema",
            """
            public interface %s<T> extends java.io.Serializable {
              interface KafkaSinkContext {}
              default void open(org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) throws Exception {}
              MOVEDproducer.ProducerRecord<byte[], byte[]> serialize(T element, KafkaSinkContext context, Long timestamp);
            }\
            """));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", lib.toString()));
    arguments.addAll(files);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }

  private static String source(Path folder, String name, String body) throws Exception {
    int dot = name.lastIndexOf('.');
    Path file = folder.resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "package %s;\n%s"
            .formatted(
                name.substring(0, dot),
                body.formatted(name.substring(dot + 1)).replace("MOVED", MOVED)));
    return file.toString();
  }

  /** Classes of the connector's interfaces first, as Flink's lib; then ours, then all others. */
  private static URLClassLoader job() throws Exception {
    Path ours =
        Path.of(KafkaConnector.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<URL> urls = new ArrayList<>(List.of(lib.toUri().toURL(), ours.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @ParameterizedTest
  @CsvSource({
    "ArrowIpcKafkaDeserializationSchema, ofAnySchema, consumer.ConsumerRecord",
    "PayloadDeserializationSchema,       ,            consumer.ConsumerRecord",
    "DeadLetterSerializationSchema,      toTopic,     producer.ProducerRecord",
  })
  void isRefusedWhereTheJobIsBuilt(String name, String factory, String came) throws Exception {
    try (URLClassLoader job = job()) {
      Class<?> type = job.loadClass("io.flinkarrow.kafka." + name);
      assertThatThrownBy(() -> create(type, factory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(name + " does not fit the Kafka connector that was found, ")
          .hasMessageContaining(lib.toUri().toURL().toString())
          .hasMessageContaining(came)
          .hasMessageContaining("Take flink-sql-connector-kafka out of lib");
    }
  }

  /** A client may have the right jar, and the task's process the wrong one. */
  @Test
  void isRefusedWhereTheJobRunsToo() throws Exception {
    byte[] made =
        InstantiationUtil.serializeObject(ArrowIpcKafkaDeserializationSchema.ofAnySchema());
    try (URLClassLoader job = job()) {
      Object schema = InstantiationUtil.deserializeObject(made, job);
      Method open =
          Arrays.stream(schema.getClass().getMethods())
              .filter(method -> method.getName().equals("open"))
              .findFirst()
              .orElseThrow();
      assertThatThrownBy(() -> open.invoke(schema, (Object) null))
          .cause()
          .hasMessageContaining("does not fit the Kafka connector that was found");
    }
  }

  @Test
  void theOtherConnectorFits() {
    assertThatCode(
            () -> {
              ArrowIpcKafkaDeserializationSchema.ofAnySchema();
              new PayloadDeserializationSchema();
              DeadLetterSerializationSchema.toTopic("t");
            })
        .doesNotThrowAnyException();
  }

  private static Object create(Class<?> type, String factory) throws Throwable {
    try {
      if (factory == null) {
        return type.getConstructor().newInstance();
      }
      for (Method method : type.getMethods()) {
        if (method.getName().equals(factory)) {
          return method.invoke(
              null, method.getParameterCount() == 0 ? new Object[0] : new Object[] {"t"});
        }
      }
      throw new AssertionError("no " + factory);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
