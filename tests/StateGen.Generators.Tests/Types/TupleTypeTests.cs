using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class TupleTypeTests
{
    /// <summary>The type, a value of it, and its type expression.</summary>
    public static TheoryData<string, string, string> Tuples => new()
    {
        { "(int Count, string Name)", "(1, \"a\")", "tuple<int32,string>" },
        { "ValueTuple<int>", "ValueTuple.Create(1)", "tuple<int32>" },
        { "(int, int?, (string A, string? B), Guid)", "(1, null, (\"a\", null), Guid.Empty)", "tuple<int32,int32?,tuple<string,string?>,guid>" },
        { "(int, int, int, int, int, int, int, string Eighth, long)", "(1, 2, 3, 4, 5, 6, 7, \"8\", 9)", "tuple<int32,int32,int32,int32,int32,int32,int32,string,int64>" },
        { "(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, string)", "(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \"16\")", "tuple<int32,int32,int32,int32,int32,int32,int32,int32,int32,int32,int32,int32,int32,int32,int32,string>" },
        { "KeyValuePair<string, int>", "new(\"a\", 1)", "tuple<string,int32>" },
        { "Tuple<int, string>", "new(1, \"a\")", "tuple<int32,string>" },
        { "Tuple<int, int, int, int, int, int, int, Tuple<string, int>>", "new(1, 2, 3, 4, 5, 6, 7, new(\"8\", 9))", "tuple<int32,int32,int32,int32,int32,int32,int32,string,int32>" },
    };

    [Theory]
    [MemberData(nameof(Tuples))]
    public async Task Every_tuple_passes_through_a_restore_as_value_member_element_key_and_map_key(string type, string value, string schemaName)
    {
        var generated = Generated.From($$"""
            internal sealed record Holder({{type}} Plain, {{type}}? Maybe, int After);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, {{type}}>
            {
                [State] internal partial {{type}}? Value { get; set; }
                [State] internal partial Holder? Holder { get; set; }
                [State] internal partial ListState<{{type}}> List { get; }
                [State] internal partial MapState<{{type}}, Holder> Map { get; }
            }

            internal static class Scenario
            {
                private static readonly {{type}} Tuple = {{value}};

                private static object? Fill(Op op)
                {
                    op.Value = Tuple;
                    op.Holder = new(Tuple, null, 5);
                    op.List.Add(Tuple);
                    op.Map[Tuple] = new(Tuple, Tuple, 6);
                    return null;
                }

                private static object? Check(Op op)
                {
                    Expect.Equal(Tuple, op.CurrentKey);
                    Expect.Equal(Tuple, op.Value);
                    Expect.Equal(new Holder(Tuple, null, 5), op.Holder);
                    Expect.Equal(Tuple, op.List.Single());
                    Expect.Equal(new Holder(Tuple, Tuple, 6), op.Map[Tuple]);
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, {{type}}>.OpenAsync();
                    host.Do(Tuple, Fill);
                    host.Do(Tuple, Check);
                    await host.RestoreAsync();
                    host.Do(Tuple, Check);
                    host.Do(Tuple, op => op.Clear());
                    Expect.Equal(0L, host.Entries);
                }
            }
            """);
        Assert.Contains($"value Value: {schemaName}?", generated.File("Op"), StringComparison.Ordinal);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public Task A_default_tuple_is_a_default_even_with_text_in_it_and_other_nulls_are_refused() => Generated.From("""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, (string Name, DateTime At)>
        {
            [State] internal partial (string Name, DateTime At) Value { get; set; }
            [State] internal partial KeyValuePair<int, double> Pair { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                var key = ("k", DateTime.UnixEpoch);
                using var host = await ProbeHost<Op, (string Name, DateTime At)>.OpenAsync();
                host.Do(key, op => op.Value = ("a", DateTime.UnixEpoch));
                Expect.OperatorThrows<ArgumentNullException>(() => host.Do(key, op => op.Value = (null!, DateTime.UnixEpoch)));
                Expect.OperatorThrows<ArgumentException>(() => host.Do(key, op => op.Value = ("a", DateTime.Now)));
                Expect.Throws<ArgumentNullException>(() => host.Do((null!, DateTime.UnixEpoch), op => null));
                await host.RestoreAsync();
                Expect.Equal("a", host.Do(key, op => op.Value.Name));
                host.Do(key, op => op.Pair = new(0, 1));
                host.Do(key, op => op.Value = default);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(key, op => op.Value == default && op.Pair.Value == 1));
                host.Do(key, op => op.Pair = default);
                Expect.Equal(0L, host.Entries);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Tuples_that_differ_in_the_names_of_their_elements_are_one_type() => Generated.From("""
        internal sealed record Box<T>(T Value);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, (int Id, string Name)>
        {
            [State] internal partial (int X, string Y)? A { get; set; }
            [State] internal partial Box<(int P, string Q)>? B { get; set; }
            [State] internal partial Box<(int, string)>? C { get; set; }
            [State] internal partial MapState<(int L, string R), Box<(int Left, string Right)>> D { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, (int Id, string Name)>.OpenAsync();
                host.Do((1, "a"), op => op.A = (op.CurrentKey.Id, op.CurrentKey.Name));
                host.Do((1, "a"), op => op.B = new((2, "b")));
                host.Do((1, "a"), op => op.C = op.B);
                host.Do((1, "a"), op => op.D[(3, "c")] = op.B!);
                await host.RestoreAsync();
                Expect.Equal("1b2b", host.Do((1, "a"), op => $"{op.A!.Value.X}{op.B!.Value.Q}{op.D[(3, "c")].Value.Left}{op.C!.Value.Item2}"));
            }
        }
        """).RunScenarioAsync();

    [Theory]
    [InlineData("(int A, object B)", "Shape.B.Item2", "object has no fixed shape; use a record")]
    [InlineData("(int, int, int, int, int, int, int, int, object)", "Shape.B.Item9", "object has no fixed shape; use a record")]
    [InlineData("KeyValuePair<object, int>", "Shape.B.Key", "object has no fixed shape; use a record")]
    [InlineData("ValueTuple", "Shape.B", "ValueTuple is not a supported type; store its parts in your own record")]
    [InlineData("System.Collections.DictionaryEntry", "Shape.B", "DictionaryEntry is not a supported type; store its parts in your own record")]
    public void The_nearest_types_are_refused_with_the_path_to_them(string type, string path, string reason) =>
        Refusals.AssertUnsupported($"internal sealed record Shape(int A, {type} B);", "Shape", path, reason);
}
