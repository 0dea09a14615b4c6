using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>One project, some files with nullability declared and some without.</summary>
public class ObliviousTypeTests
{
    private const string Pair = """
        internal sealed record Pair<T>(T First, T Second);
        internal sealed record Sure<T>(T Value) where T : notnull;
        internal static class Holder<T> { internal readonly record struct Box(T Value); }
        """;

    [Fact]
    public Task A_construction_used_with_and_without_declared_nullability_has_a_codec_for_each() => Generated.From(
        Pair,
        Operator("Old", "#nullable disable", ""),
        Operator("New", "", "?"),
        """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var old = await ProbeHost<Old, Pair<string>>.OpenAsync();
                old.Do(new("k", "k"), op => op.A = new(null!, "a"));
                old.Do(new("k", "k"), op => { op.B.Add(new(null!, "b")); return null; });
                old.Do(new("k", "k"), op => op.C[new("m", "m")] = new("c"));
                old.Do(new("k", "k"), op => op.D = new("d"));
                await old.RestoreAsync();
                Expect.Equal("True", old.Do(new("k", "k"), op => op.A!.First is null && op.A.Second == "a" && op.B.Single().Second == "b" && op.C[new("m", "m")].Value == "c" && op.D.Value == "d"));

                using var @new = await ProbeHost<New, Pair<string>>.OpenAsync();
                Expect.OperatorThrows<ArgumentNullException>(() => @new.Do(new("k", "k"), op => op.A = new(null!, "a")));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public void Without_declared_nullability_the_schema_says_that_an_argument_may_be_null()
    {
        var generated = Generated.From(Pair, Operator("Old", "#nullable disable", ""), Operator("New", "", "?"));
        Assert.Contains("Pair`1<string?>?", generated.File("Old"), StringComparison.Ordinal);
        Assert.Contains("Pair`1<string>?", generated.File("New"), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_differ_in_namespace_alone_have_codecs_of_different_names() => Generated.From("""
        namespace A { internal sealed class Foo; }
        namespace B { internal sealed class Foo; }
        internal sealed record Id<T>(int Value);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Id<A.Foo[]>? X { get; set; }
            [State] internal partial Id<B.Foo[]>? Y { get; set; }
            [State] internal partial Id<int[][,]>? Z { get; set; }
        }
        """);

    [Fact]
    public void Arguments_that_differ_in_the_names_of_tuple_elements_share_a_codec() => Generated.From(
        "internal sealed record Id<T>(int Value);",
        "[Operator(\"1\")] internal sealed partial class First : ProbeOperator<First, int> { [State] internal partial Id<(int A, int B)>? X { get; set; } }",
        "[Operator(\"2\")] internal sealed partial class Second : ProbeOperator<Second, int> { [State] internal partial Id<(int C, int D)>? X { get; set; } }");

    private static string Operator(string name, string directive, string nullable) => $$"""
        {{directive}}
        [Operator("{{name}}")]
        internal sealed partial class {{name}} : ProbeOperator<{{name}}, Pair<string>>
        {
            [State] internal partial Pair<string>{{nullable}} A { get; set; }
            [State] internal partial ListState<Pair<string>> B { get; }
            [State] internal partial MapState<Pair<string>, Sure<string>> C { get; }
            [State] internal partial Holder<string>.Box D { get; set; }
        }
        """;
}
