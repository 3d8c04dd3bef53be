package io.flinkarrow.compatibility;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.compatibility.LinkCheck.Gap;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program is compiled with one release of a library and run with another: the check finds what
 * Java fails at, and nothing else.
 */
class LinkCheckTest {

  private static final String OLD =
      """
      package library;
      public class Library {
        public static class Gone {}
        public static class Hidden { public static void hidden() {} }
        public static class Parent { protected void reached() {} public void overridden() {} }
        public static class ToInterface { public void call() {} }
        public static class ToFinal {}
        public interface ToClass {}
        public interface Task { void run(); default void more() {} }
        public interface Inherited { default void inherited() {} }
        public static class Heir implements Inherited { public static int number; }
        public enum Color { RED, GONE }
        public static void gone() {}
        public static void otherDescriptor(int argument) {}
        public static void stays() {}
        public static void toInstance() {}
        public static String goneField = "" + 1;
        public static String otherType = "" + 1;
      }
      """;

  private static final String NEW =
      """
      package library;
      public class Library {
        static class Hidden { public static void hidden() {} }
        public static class Parent { void reached() {} public final void overridden() {} }
        public interface ToInterface { default void call() {} }
        public static final class ToFinal {}
        public static class ToClass {}
        public interface Task { void run(); void more(); }
        public interface Inherited { default void inherited() {} }
        public static class Above { public static int number; }
        public static class Heir extends Above implements Inherited {}
        public enum Color { NEW, RED }
        public static void otherDescriptor(long argument) {}
        public static void stays() {}
        public void toInstance() {}
        public static Object otherType = "" + 1;
      }
      """;

  /** A class for each case; what it names is missing if its own name does not begin with Works. */
  private static final List<String> CASES =
      List.of(
          "WorksStays { void run() { Library.stays(); } }",
          "WorksInherited { void run() { new Library.Heir().inherited(); Library.Heir.number++; } }",
          "WorksArray { void run() { new int[0].clone(); new Library.Heir[1].clone(); } }",
          "WorksLambda { void run() { Runnable task = Library::stays; task.run(); } }",
          "WorksPolymorphic { void run() throws Throwable { java.lang.invoke.MethodHandles.constant(int.class, 1).invoke(); } }",
          """
          WorksSwitch { void run() { switch (Library.Color.values()[0]) { case RED: case GONE: throw new IllegalStateException(); default: } } }
          """,
          "GoneClass { void run() { new Library.Gone(); } }",
          "GoneConstant { void run() { Object it = Library.Color.GONE; } }",
          "HiddenClass { void run() { Library.Hidden.hidden(); } }",
          "HiddenMethod extends Library.Parent { void run() { reached(); } }",
          "FinalMethod extends Library.Parent { @Override public void overridden() {} void run() {} }",
          "FinalClass extends Library.ToFinal { void run() {} }",
          "ClassIsInterface { void run() { ((Library.ToInterface) null).call(); } }",
          "ParentIsInterface extends Library.ToInterface { void run() {} }",
          "InterfaceIsClass implements Library.ToClass { void run() {} }",
          "Unimplemented implements Library.Task { public void run() { more(); } }",
          "LambdaOfTwo { void run() { Library.Task task = () -> {}; task.more(); } }",
          "GoneMethod { void run() { Library.gone(); } }",
          "GoneReference { void run() { Runnable task = Library::gone; task.run(); } }",
          "OtherDescriptor { void run() { Library.otherDescriptor(1); } }",
          "OtherKind { void run() { Library.toInstance(); } }",
          "GoneField { void run() { Library.goneField.length(); } }",
          "OtherType { void run() { Library.otherType.length(); } }");

  @TempDir Path directory;

  @Test
  void findsWhatJavaFailsAt() throws Exception {
    Path before = compile("before", "library/Library.java", OLD, directory);
    String cases = CASES.stream().map(each -> "class " + each + "\n").collect(joining());
    Path program =
        compile(
            "program",
            "library/user/Cases.java",
            "package library.user;\nimport library.Library;\n" + cases,
            before);
    Path after = compile("after", "library/Library.java", NEW, directory);
    Set<String> broken;
    int references;
    try (ClassFiles classFiles = new ClassFiles(List.of(program, after));
        ClassFiles subjects = new ClassFiles(List.of(program))) {
      LinkCheck.Result result = LinkCheck.of(classFiles, subjects.names());
      references = result.references();
      broken =
          result.gaps().stream()
              .map(Gap::from)
              .map(LinkCheckTest::simpleName)
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(references).isGreaterThan(CASES.size());
    TreeMap<String, String> failures = failures(program, after);
    assertThat(broken).as("%s", failures).isEqualTo(failures.keySet());
    assertThat(broken).noneMatch(name -> name.startsWith("Works")).hasSize(CASES.size() - 6);
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What Java itself says. */
  private static TreeMap<String, String> failures(Path program, Path library) throws Exception {
    TreeMap<String, String> failures = new TreeMap<>();
    URL[] places = {program.toUri().toURL(), library.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, null)) {
      for (String each : CASES) {
        String name = each.substring(0, each.indexOf(' '));
        try {
          Class<?> type = Class.forName("library.user." + name, true, loader);
          var constructor = type.getDeclaredConstructor();
          constructor.setAccessible(true);
          var run = type.getDeclaredMethod("run");
          run.setAccessible(true);
          run.invoke(constructor.newInstance());
        } catch (LinkageError e) {
          failures.put(name, e.toString());
        } catch (InvocationTargetException e) {
          assertThat(e.getCause()).as(name).isInstanceOf(LinkageError.class);
          failures.put(name, e.getCause().toString());
        }
      }
    }
    return failures;
  }

  private Path compile(String output, String file, String source, Path classPath)
      throws IOException {
    Path target = Files.createDirectories(directory.resolve(output));
    Path path = directory.resolve("sources").resolve(output).resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                classPath.toString(),
                "-d",
                target.toString(),
                path.toString());
    assertThat(exitCode).isZero();
    return target;
  }
}
