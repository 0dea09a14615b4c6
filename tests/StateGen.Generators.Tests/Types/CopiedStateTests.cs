using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

/// <summary>States with types that can be changed in place.</summary>
public class CopiedStateTests
{
    private const string Types = """
        internal sealed class Settable { public int Number { get; set; } public List<string> Names { get; set; } = []; }
        internal struct Bag { public int Number { get; set; } public int[]? Array { get; set; } }
        """;

    /// <summary>The type, a value, an action that changes it in place, its text, and its type expression.</summary>
    public static TheoryData<string, string, string, string, string> Mutables => new()
    {
        { "int[]", "[1, 2]", "value[0] = 9", "string.Join(\",\", value)", "list<int32>" },
        { "byte[]", "[1, 2]", "value[0] = 9", "string.Join(\",\", value)", "bytes" },
        { "List<int>", "[1, 2]", "value.Add(9)", "string.Join(\",\", value)", "list<int32>" },
        { "List<List<int>>", "[[1], [2]]", "value[0].Add(9)", "string.Join(\";\", value.Select(inner => string.Join(\",\", inner)))", "list<list<int32>>" },
        { "Queue<int>", "new([1, 2])", "value.Enqueue(9)", "string.Join(\",\", value)", "list<int32>" },
        { "Stack<int>", "new([1, 2])", "value.Push(9)", "string.Join(\",\", value)", "list<int32>" },
        { "LinkedList<int>", "new([1, 2])", "value.AddLast(9)", "string.Join(\",\", value)", "list<int32>" },
        { "HashSet<int>", "[1, 2]", "value.Add(9)", "string.Join(\",\", value.Order())", "set<int32>" },
        { "SortedSet<int>", "[1, 2]", "value.Add(9)", "string.Join(\",\", value)", "set<int32>" },
        { "Dictionary<string, int>", "new() { [\"a\"] = 1 }", "value[\"b\"] = 9", "string.Join(\",\", value.Keys.Order())", "map<string,int32>" },
        { "SortedDictionary<string, int>", "new() { [\"a\"] = 1 }", "value[\"b\"] = 9", "string.Join(\",\", value)", "map<string,int32>" },
        { "Settable", "new() { Number = 1, Names = [\"a\"] }", "value.Names.Add(\"b\")", "value.Number + string.Join(\",\", value.Names)", "Settable" },
        { "(int[] Array, int Number)", "([1], 2)", "value.Array[0] = 9", "value.Array[0] + \",\" + value.Number", "tuple<list<int32>,int32>" },
        { "Bag", "new() { Number = 1, Array = [1] }", "value.Array![0] = 9", "value.Array![0] + \",\" + value.Number", "Bag" },
    };

    [Theory]
    [MemberData(nameof(Mutables))]
    public async Task Changing_what_was_assigned_or_read_changes_no_state(string type, string value, string change, string text, string schemaName)
    {
        var generated = Generated.From(Types, $$"""
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State(Copy = true)] internal partial {{type}}? Value { get; set; }
                [State(Copy = true), Ttl(Days = 1)] internal partial {{type}}? Timed { get; set; }
                [State(Copy = true)] internal partial MapState<int, {{type}}> Map { get; }
                [State(Copy = true)] internal partial ListState<{{type}}> List { get; }
            }

            internal static class Scenario
            {
                private static void Change({{type}} value) => {{change}};

                private static string Show({{type}} value) => {{text}};

                private static {{type}} Required({{type}}? value) => {{(type is "Bag" || type[0] == '(' ? "value!.Value" : "value!")}};

                private static object? Fill(Op op)
                {
                    {{type}} value = {{value}};
                    op.Value = value;
                    op.Timed = value;
                    op.Map[1] = value;
                    op.List.AddRange([value]);
                    Change(value);
                    return null;
                }

                private static object? ChangeAll(Op op)
                {
                    Change(Required(op.Value));
                    Change(Required(op.Timed));
                    Change(op.Map[1]);
                    Change(op.Map.Single().Value);
                    Change(op.List.Single());
                    return null;
                }

                private static object? Check(Op op)
                {
                    {{type}} value = {{value}};
                    Expect.Equal(Show(value), Show(Required(op.Value)));
                    Expect.Equal(Show(value), Show(Required(op.Timed)));
                    Expect.Equal(Show(value), Show(op.Map[1]));
                    Expect.Equal(Show(value), Show(op.List.Single()));
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, Fill);
                    host.Do(1, Check);
                    host.Do(1, ChangeAll);
                    host.Do(1, Check);
                    await host.RestoreAsync();
                    host.Do(1, ChangeAll);
                    host.Do(1, Check);
                    host.Do(1, op => op.Clear());
                    Expect.Equal(0L, host.Entries);
                }
            }
            """);
        Assert.Contains($"value Value: {schemaName}?", generated.File("Op"), StringComparison.Ordinal);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public void A_type_that_can_be_changed_stays_refused_in_states_that_are_not_copied()
    {
        var problem = Assert.Single(Generated.FromWrong(Types, Refusals.Operator("[State(Copy = true)] internal partial Settable? A { get; set; } [State] internal partial Settable? B { get; set; }")).Problems());
        Assert.Equal(("SG1010", "State 'B' cannot hold Settable.Number: 'Number' can be set, so Settable is mutable; make it init-only or read-only, or set [State(Copy = true)]"), (problem.Id, problem.Message));
    }

    [Fact]
    public void A_state_that_needs_no_copy_is_not_copied() =>
        Assert.DoesNotContain("CopyingCodec", Generated.From(Refusals.Operator("[State(Copy = true)] internal partial string? A { get; set; }")).File("Op"), StringComparison.Ordinal);
}
