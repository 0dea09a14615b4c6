using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class CollectionTypeTests
{
    private const string Usings = """
        global using System.Collections.Frozen;
        global using System.Collections.Immutable;
        global using System.Collections.ObjectModel;
        """;

    /// <summary>The type, a value of it with the elements "b" and "a" or the entries b → 1 and a → 2, and its type expression.</summary>
    public static TheoryData<string, string, string> Collections => new()
    {
        { "ImmutableArray<string>", "[\"b\", \"a\"]", "list<string>" },
        { "ImmutableList<string>", "[\"b\", \"a\"]", "list<string>" },
        { "ImmutableQueue<string>", "[\"b\", \"a\"]", "list<string>" },
        { "ImmutableStack<string>", "ImmutableStack.Create(\"a\", \"b\")", "list<string>" },
        { "IReadOnlyList<string>", "new List<string> { \"b\", \"a\" }", "list<string>" },
        { "IReadOnlyCollection<string>", "new LinkedList<string>([\"b\", \"a\"])", "list<string>" },
        { "ReadOnlyCollection<string>", "new(new List<string> { \"b\", \"a\" })", "list<string>" },
        { "ImmutableHashSet<string>", "[\"b\", \"a\"]", "set<string>" },
        { "ImmutableSortedSet<string>", "[\"b\", \"a\"]", "set<string>" },
        { "FrozenSet<string>", "new[] { \"b\", \"a\" }.ToFrozenSet()", "set<string>" },
        { "IReadOnlySet<string>", "new HashSet<string> { \"b\", \"a\" }", "set<string>" },
        { "ReadOnlySet<string>", "new(new SortedSet<string> { \"b\", \"a\" })", "set<string>" },
        { "ImmutableDictionary<string, int>", "ImmutableDictionary<string, int>.Empty.Add(\"b\", 1).Add(\"a\", 2)", "map<string,int32>" },
        { "ImmutableSortedDictionary<string, int>", "ImmutableSortedDictionary<string, int>.Empty.Add(\"b\", 1).Add(\"a\", 2)", "map<string,int32>" },
        { "FrozenDictionary<string, int>", "new Dictionary<string, int> { [\"b\"] = 1, [\"a\"] = 2 }.ToFrozenDictionary()", "map<string,int32>" },
        { "IReadOnlyDictionary<string, int>", "new Dictionary<string, int> { [\"b\"] = 1, [\"a\"] = 2 }", "map<string,int32>" },
        { "ReadOnlyDictionary<string, int>", "new(new SortedDictionary<string, int> { [\"b\"] = 1, [\"a\"] = 2 })", "map<string,int32>" },
    };

    [Theory]
    [MemberData(nameof(Collections))]
    public async Task Every_collection_passes_through_a_restore_as_value_member_element_and_map_value(string type, string value, string schemaName)
    {
        var generated = Generated.From(Usings, $$"""
            internal sealed record Holder({{type}} Plain, {{type}}? Maybe, ImmutableArray<{{type}}> Nested);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial {{type}}? Value { get; set; }
                [State] internal partial Holder? Holder { get; set; }
                [State] internal partial ListState<{{type}}> List { get; }
                [State] internal partial MapState<int, {{type}}> Map { get; }
            }

            internal static class Scenario
            {
                private static string Show<T>(IEnumerable<T> elements) => {{(schemaName.StartsWith("list", StringComparison.Ordinal) ? "string.Join(\" \", elements)" : "string.Join(\" \", elements.Select(element => $\"{element}\").Order(StringComparer.Ordinal))")}};

                private static object? Fill(Op op)
                {
                    {{type}} value = {{value}};
                    op.Value = value;
                    op.Holder = new(value, null, [value, value]);
                    op.List.Add(value);
                    op.Map[1] = value;
                    return null;
                }

                private static object? Check(Op op)
                {
                    {{type}} value = {{value}};
                    Expect.Equal(Show(value), Show(op.Value!{{(type.StartsWith("ImmutableArray", StringComparison.Ordinal) ? ".Value" : "")}}));
                    Expect.Equal(Show(value), Show(op.Holder!.Plain));
                    Expect.Equal(null, op.Holder.Maybe);
                    Expect.Equal(2, op.Holder.Nested.Length);
                    Expect.Equal(Show(value), Show(op.Holder.Nested[1]));
                    Expect.Equal(Show(value), Show(op.List.Single()));
                    Expect.Equal(Show(value), Show(op.Map[1]));
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, Fill);
                    host.Do(1, Check);
                    await host.RestoreAsync();
                    host.Do(1, Check);
                    await host.RestoreAsync();
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
    public Task Null_elements_and_comparers_that_a_restore_would_lose_are_refused() => Generated.From(Usings, """
        internal sealed record Holder(IReadOnlyList<string> List, ImmutableDictionary<string, string?> Map);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial ImmutableArray<string> Array { get; set; }
            [State] internal partial ImmutableArray<string?>? Nullables { get; set; }
            [State] internal partial Holder? Holder { get; set; }
            [State] internal partial ImmutableHashSet<string>? Set { get; set; }
            [State] internal partial IReadOnlyDictionary<string, DateTime>? Times { get; set; }
        }

        internal static class Scenario
        {
            private static void Refused<T>(ProbeHost<Op, int> host, Func<Op, object?> action)
                where T : Exception => Expect.OperatorThrows<T>(() => host.Do(1, action));

            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                Refused<ArgumentNullException>(host, op => op.Array = [null!]);
                Refused<ArgumentNullException>(host, op => op.Holder = new(["a", null!], ImmutableDictionary<string, string?>.Empty));
                Refused<ArgumentNullException>(host, op => op.Holder = new(null!, ImmutableDictionary<string, string?>.Empty));
                Refused<ArgumentException>(host, op => op.Set = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "a"));
                Refused<ArgumentException>(host, op => op.Times = new Dictionary<string, DateTime>(StringComparer.OrdinalIgnoreCase));
                Refused<ArgumentException>(host, op => op.Times = new Dictionary<string, DateTime> { ["a"] = DateTime.Now });
                host.Do(1, op => op.Set = ImmutableHashSet.Create<string>(StringComparer.Ordinal, "a"));
                host.Do(1, op => op.Nullables = [null, "a"]);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.Set!.Contains("a") && op.Nullables!.Value[0] is null && op.Holder is null));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task A_default_immutable_array_is_a_default_and_a_nullable_one_is_null() => Generated.From(Usings, """
        internal readonly record struct Holder(ImmutableArray<int> Numbers, int Count);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial ImmutableArray<int> Plain { get; set; }
            [State] internal partial ImmutableArray<int>? Maybe { get; set; }
            [State] internal partial Holder Holder { get; set; }
            [State] internal partial ListState<ImmutableArray<int>> List { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                Expect.Equal("True", host.Do(1, op => op.Plain.IsDefault && op.Maybe is null && op.Holder == default));
                host.Do(1, op => op.Maybe = default(ImmutableArray<int>));
                Expect.Equal("True", host.Do(1, op => op.Maybe is null));
                Expect.Equal(0L, host.Entries);
                host.Do(1, op => op.Plain = []);
                Expect.Equal(1L, host.Entries);
                host.Do(1, op => op.Holder = new(default, 7));
                host.Do(1, op => { op.List.Add(default); op.List.Add([]); return null; });
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.Plain is { IsDefault: false, IsEmpty: true } && op.Holder is { Numbers.IsDefault: true, Count: 7 } && op.List.First().IsDefault && !op.List.Last().IsDefault));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task What_was_assigned_through_an_interface_can_no_longer_be_changed() => Generated.From(Usings, """
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial IReadOnlyList<int>? List { get; set; }
            [State] internal partial IReadOnlySet<int>? Set { get; set; }
            [State] internal partial IReadOnlyDictionary<int, int>? Map { get; set; }
            [State] internal partial ReadOnlyCollection<int>? Collection { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                List<int> list = [1];
                HashSet<int> set = [1];
                Dictionary<int, int> map = new() { [1] = 1 };
                host.Do(1, op => { op.List = list; op.Set = set; op.Map = map; op.Collection = new(list); return null; });
                list.Add(2);
                set.Add(2);
                map.Add(2, 2);
                Expect.Equal("True", host.Do(1, op => op.List!.Count == 1 && op.Set!.Count == 1 && op.Map!.Count == 1 && op.Collection!.Count == 1));
                Expect.Equal("True", host.Do(1, op => op.List is not List<int> && op.Set is not HashSet<int> && op.Map is not Dictionary<int, int>));
                object? kept = null;
                host.Do(1, op => kept = op.List);
                Expect.Equal("True", host.Do(1, op => ReferenceEquals(op.List = op.List, kept)));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public void Types_that_share_a_name_in_schemas_have_codecs_of_their_own()
    {
        var generated = Generated.From(Usings, """
            internal sealed record Pair<T>(T Value);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial Pair<ImmutableQueue<int>>? A { get; set; }
                [State] internal partial Pair<ImmutableList<int>>? B { get; set; }
            }
            """);
        Assert.Equal(2, generated.Files.Keys.Count(name => name.Contains("Pair", StringComparison.Ordinal)));
        Assert.Single(generated.File("Op").Split('\n'), line => line.Contains("record Pair`1<list<int32>>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ImmutableArray<object>", "Shape.B[]", "object has no fixed shape; use a record")]
    [InlineData("ImmutableDictionary<int, Action>", "Shape.B.Values", "a delegate cannot be serialized; store the data that it uses")]
    [InlineData("ImmutableDictionary<object, int>", "Shape.B.Keys", "object has no fixed shape; use a record")]
    [InlineData("ImmutableSortedSet<Uri>", "Shape.B", "Uri cannot be sorted because it does not implement IComparable<Uri>")]
    [InlineData("ImmutableSortedDictionary<(int, object), int>", "Shape.B", "(int, object) cannot be sorted because it does not implement IComparable<(int, object)>")]
    [InlineData("IEnumerable<int>", "Shape.B", "IEnumerable<int> is an interface; use a concrete immutable type, or declare its cases with [UnionCase]")]
    [InlineData("IImmutableList<int>", "Shape.B", "IImmutableList<int> is an interface; use a concrete immutable type, or declare its cases with [UnionCase]")]
    [InlineData("ImmutableList<int>.Builder", "Shape.B", "Builder is not supported; use ListState or MapState")]
    public void The_nearest_types_are_refused_with_the_path_to_them(string type, string path, string reason) =>
        Refusals.AssertUnsupported($"{Usings}\ninternal sealed record Shape(int A, {type} B);", "Shape", path, reason);

    [Theory]
    [InlineData("int[]", "an array is mutable; use ImmutableArray, a ListState or a MapState, or set [State(Copy = true)]")]
    [InlineData("List<int>", "List<int> is mutable; use ImmutableArray, a ListState or a MapState, or set [State(Copy = true)]")]
    [InlineData("SortedDictionary<int, int>", "SortedDictionary<int, int> is mutable; use ImmutableSortedDictionary, a ListState or a MapState, or set [State(Copy = true)]")]
    [InlineData("ImmutableArray<byte[]>", "an array is mutable; use ImmutableArray, a ListState or a MapState, or set [State(Copy = true)]")]
    public void Collections_that_can_be_changed_in_place_are_refused(string type, string reason) =>
        Refusals.AssertMutable($"{Usings}\ninternal sealed record Shape(int A, {type} B);", "Shape", type.StartsWith("Imm", StringComparison.Ordinal) ? "Shape.B[]" : "Shape.B", reason);

    [Fact]
    public void Collections_are_refused_as_keys()
    {
        var problem = Assert.Single(Generated.FromWrong($"{Usings}\ninternal sealed record Key(int A, ImmutableArray<int> B);", Refusals.Operator("[State] internal partial MapState<Key, int> X { get; }")).Problems());
        Assert.Equal(("SG1013", "The key of map state 'X' cannot use Key.B: collections cannot be encoded as keys; use a string, a number or a record of these"), (problem.Id, problem.Message));
    }
}
