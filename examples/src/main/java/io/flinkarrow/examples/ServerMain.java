package io.flinkarrow.examples;

import java.io.IOException;
import java.util.Arrays;

/**
 * Main class of a server's JVM: the server's own, which the first argument names, and an end as
 * soon as the JVM that started it is gone, even if that was killed. Standard input tells, for it
 * ends then.
 */
public final class ServerMain {

  private ServerMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(ServerMain::endWithStandardInput, "watch of the starting JVM");
    watch.setDaemon(true);
    watch.start();
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
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
