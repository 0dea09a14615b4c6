using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class GenericTypeTests
{
    [Fact]
    public Task Constructed_generic_types_have_a_codec_for_each_construction() => Generated.From("""
        internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

        internal static class Holder<T>
        {
            public readonly record struct Box(T Value);
        }

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Pair<int, string>? A { get; set; }
            [State] internal partial Pair<int, string?>? B { get; set; }
            [State] internal partial Pair<Pair<int, string>, int?>? C { get; set; }
            [State] internal partial Holder<decimal>.Box D { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.A = new(1, "a"));
                host.Do(1, op => op.B = new(2, null));
                host.Do(1, op => op.C = new(new(3, "c"), null));
                host.Do(1, op => op.D = new(1.5m));
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.A == new Pair<int, string>(1, "a") && op.B == new Pair<int, string?>(2, null) && op.C == new Pair<Pair<int, string>, int?>(new(3, "c"), null) && op.D.Value == 1.5m));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Types_nested_in_a_generic_type_have_their_codec_inside_the_operator() => Generated.From("""
        internal partial class Outer<T>
        {
            internal sealed record Inner(int Value);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, Inner>
            {
                [State] internal partial Inner? Value { get; set; }
            }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Outer<string>.Op, Outer<string>.Inner>.OpenAsync();
                host.Do(new(1), op => op.Value = new(2));
                await host.RestoreAsync();
                Expect.Equal("2", host.Do(new(1), op => op.Value!.Value));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public void A_very_long_constructed_type_gets_a_short_name()
    {
        var generated = Generated.From("""
            internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial Pair<Pair<Pair<Pair<int, string>, Pair<int, string>>, Pair<Pair<int, string>, Pair<int, string>>>, Pair<Pair<Pair<int, string>, Pair<int, string>>, Pair<Pair<int, string>, Pair<int, long>>>>? Value { get; set; }
            }
            """);
        Assert.All(generated.Files.Keys, name => Assert.InRange(name.Length, 1, 200));
    }
}
