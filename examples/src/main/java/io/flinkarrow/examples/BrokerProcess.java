package io.flinkarrow.examples;

import java.io.IOException;

/**
 * Main class of the broker's JVM: Kafka's own, and an end as soon as the JVM that started it is
 * gone, even if that was killed. Standard input tells, for it ends then.
 */
public final class BrokerProcess {

  private BrokerProcess() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(BrokerProcess::endWithStandardInput, "watch of the starting JVM");
    watch.setDaemon(true);
    watch.start();
    Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) arguments);
  }

  private static void endWithStandardInput() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException gone) {
      // It can't be read any longer, which says the same.
    }
    Runtime.getRuntime().halt(0);
  }
}
