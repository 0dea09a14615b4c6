using StateGen.CodeFixes.SG3000;

namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class CollectionInValueStateTests() : RuleTests("SG3002")
{
    private const string OnDisk = "[assembly: StateBackend(typeof(StateGen.RocksDb.RocksDbBackend))]";
    private const string InMemory = "[assembly: StateBackend(typeof(MemoryBackend))]";
    private const string List = "System.Collections.Immutable.ImmutableList<int>?";

    private const string Job = """
        internal static class Job
        {
            public static PipelineOptions Configure() => new() { JobId = "job", Backend = StateGen.RocksDb.RocksDbBackend.At("state") };
        }
        """;

    [Fact]
    public Task A_list_is_reported() => VerifyStateAsync(OnDisk, $"[State] private partial [|{List}|] Seen {{ get; set; }}");

    [Fact]
    public Task A_value_type_is_reported() => VerifyStateAsync(OnDisk, "[State] private partial [|System.Collections.Immutable.ImmutableArray<int>?|] Seen { get; set; }");

    [Fact]
    public Task A_dictionary_is_reported() => VerifyStateAsync(OnDisk, "[State] private partial [|System.Collections.Immutable.ImmutableDictionary<string, int>?|] ByName { get; set; }");

    [Theory]
    [InlineData("ImmutableSortedDictionary<string, int>", "SortedMapState<string, int>")]
    [InlineData("ImmutableSortedSet<string>", "SortedMapState<string, bool>")]
    [InlineData("ImmutableHashSet<string>", "MapState<string, bool>")]
    public async Task The_message_names_the_kind_of_state(string type, string state)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync($$"""
            {{OnDisk}}

            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial System.Collections.Immutable.{{type}}? Known { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => Known = null;
            }
            """);
        var diagnostic = Assert.Single(analyzed.InEditor, diagnostic => diagnostic.Id == RuleId);
        Assert.Contains(state, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_set_is_reported() => VerifyStateAsync(OnDisk, "[State] private partial [|System.Collections.Immutable.ImmutableHashSet<string>?|] Names { get; set; }");

    [Fact]
    public Task A_copied_list_is_reported() => VerifyStateAsync(OnDisk, "[State(Copy = true)] private partial [|List<int>?|] Seen { get; set; }");

    [Fact]
    public Task A_copied_array_is_reported() => VerifyStateAsync(OnDisk, "[State(Copy = true)] private partial [|int[]?|] Seen { get; set; }");

    [Fact]
    public Task A_list_in_a_record_is_reported() => VerifyStateAsync(OnDisk, "[State] private partial [|Profile?|] Known { get; set; }", Records);

    [Fact]
    public Task A_list_in_a_record_in_a_tuple_is_reported() => VerifyStateAsync(OnDisk, "[State] private partial [|(int, Profile?)|] Known { get; set; }", Records);

    [Fact]
    public Task A_list_is_reported_where_options_choose_disk() => VerifyStateAsync("", $"[State] private partial [|{List}|] Seen {{ get; set; }}", Job);

    [Fact]
    public Task A_list_is_reported_where_the_operator_requires_disk() => VerifyAsync($$"""
        {{InMemory}}

        [Operator("sample", Backend = typeof(StateGen.RocksDb.RocksDbBackend))]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial [|{{List}}|] Seen { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Theory]
    [InlineData(OnDisk, "", true)]
    [InlineData("", Job, false)]
    public async Task It_is_a_suggestion_unless_disk_is_declared(string assembly, string moreTypes, bool isWarning)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(Code(assembly, $"[State] private partial {List} Seen {{ get; set; }}", moreTypes));
        Assert.Equal(isWarning ? [RuleId] : [], analyzed.InEditor.Select(diagnostic => diagnostic.Id));
        Assert.Equal(isWarning ? 0 : 1, analyzed.Suggestions.Count(diagnostic => diagnostic.Id == RuleId));
    }

    [Fact]
    public Task The_message_names_the_state_that_fits() => VerifyAsync(
        Code(OnDisk, "[State] private partial [|Profile?|] Known { get; set; }", Records), [],
        "'Known' contains ImmutableDictionary<string, int>, which the backend reads and writes as a whole, together with all other values of the key; use MapState<string, int>, which stores each element separately");

    [Fact]
    public Task A_list_in_memory_is_correct() => VerifyStateAsync(InMemory, $"[State] private partial {List} Seen {{ get; set; }}", Job);

    [Fact]
    public Task A_list_is_correct_where_nothing_is_chosen() => VerifyStateAsync("", $"[State] private partial {List} Seen {{ get; set; }}");

    [Fact]
    public Task A_list_is_correct_where_options_choose_memory() => VerifyStateAsync(
        "", $"[State] private partial {List} Seen {{ get; set; }}", Job.Replace("StateGen.RocksDb.RocksDbBackend.At(\"state\")", "MemoryBackend.Default", StringComparison.Ordinal));

    [Fact]
    public Task A_list_state_is_correct() => VerifyStateAsync(OnDisk, "[State, Ttl(Days = 1)] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task Bytes_are_correct() => VerifyStateAsync(OnDisk, "[State(Copy = true)] private partial byte[]? Picture { get; set; }\n    [State] private partial System.Collections.Immutable.ImmutableArray<byte>? Other { get; set; }");

    [Fact]
    public Task Scalars_and_text_are_correct() => VerifyStateAsync(OnDisk, "[State] private partial string? Name { get; set; }\n    [State] private partial (int, DateOnly)? Pair { get; set; }");

    [Fact]
    public Task A_record_without_collections_is_correct() => VerifyStateAsync(OnDisk, "[State] private partial Plain? Known { get; set; }", """
        internal sealed record Plain(int Count, Plain? Next)
        {
            public System.Collections.Immutable.ImmutableArray<int> All => [Count];
        }
        """);

    [Theory]
    [InlineData("Seen = (Seen ?? []).Add(value);", "Seen.Add(value);")]
    [InlineData("this.Seen = (this.Seen ?? System.Collections.Immutable.ImmutableList<int>.Empty).Add(value);", "this.Seen.Add(value);")]
    [InlineData("Seen = [.. Seen ?? [], value];", "Seen.Add(value);")]
    [InlineData("Seen = null; Seen = [];", "Seen.Clear(); Seen.Clear();")]
    [InlineData("foreach (var seen in Seen ?? []) context.Emit(seen);", "foreach (var seen in Seen) context.Emit(seen);")]
    [InlineData("if (value == 0) Seen = null; else Seen = Seen!.Add(value + 1);", "if (value == 0) Seen.Clear(); else Seen.Add(value + 1);")]
    public Task A_list_becomes_a_list_state(string statements, string expected) => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        Body($"[State] private partial [|{List}|] Seen {{ get; set; }}", statements), Body("[State] private partial ListState<int> Seen { get; }", expected));

    [Theory]
    [InlineData("ByName = (ByName ?? Dictionary.Empty).SetItem(Key, value);", "ByName[Key] = value;")]
    [InlineData("ByName = ByName!.Remove(Key);", "ByName.Remove(Key);")]
    [InlineData("if ((ByName ?? Dictionary.Empty).TryGetValue(Key, out var known)) context.Emit(known);", "if (ByName.TryGetValue(Key, out var known)) context.Emit(known);")]
    public Task A_dictionary_becomes_a_map_state(string statements, string expected) => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        Body("[State] private partial [|System.Collections.Immutable.ImmutableDictionary<string, int>?|] ByName { get; set; }", Qualify(statements)),
        Body("[State] private partial MapState<string, int> ByName { get; }", expected));

    [Fact]
    public Task Two_collections_are_fixed_together() => VerifyFixAsync<CollectionInValueStateCodeFixProvider>(
        Body($"[State] private partial [|{List}|] Seen {{ get; set; }}\n    [State] private partial [|{List}|] Others {{ get; set; }}", "Seen = (Seen ?? []).Add(value); Others = [.. Others ?? [], value];"),
        Body("[State] private partial ListState<int> Seen { get; }\n    [State] private partial ListState<int> Others { get; }", "Seen.Add(value); Others.Add(value);"));

    [Theory]
    [InlineData("context.Emit(Seen?.Count ?? 0);")]
    [InlineData("Seen = (Seen ?? []).Insert(0, value);")]
    [InlineData("Seen = [value, .. Seen ?? []];")]
    [InlineData("var seen = Seen = (Seen ?? []).Add(value); context.Emit(seen.Count);")]
    [InlineData("Seen = (Seen ?? []).Add(Seen is null ? 1 : 2);")]
    public Task No_fix_is_offered_for_uses_without_a_counterpart(string statements) =>
        VerifyNoFixAsync<CollectionInValueStateCodeFixProvider>(Body($"[State] private partial [|{List}|] Seen {{ get; set; }}", statements));

    [Fact]
    public Task No_fix_is_offered_for_a_use_inside_another() => VerifyNoFixAsync<CollectionInValueStateCodeFixProvider>(Body(
        "[State] private partial [|System.Collections.Immutable.ImmutableDictionary<string, int>?|] ByName { get; set; }", "ByName = ByName!.SetItem(Key, ByName!.ContainsKey(Key) ? 1 : 2);"));

    [Fact]
    public Task No_fix_is_offered_for_a_collection_in_a_record() =>
        VerifyNoFixAsync<CollectionInValueStateCodeFixProvider>(Body("[State] private partial [|Profile?|] Known { get; set; }", "Known = null;") + "\n\n" + Records);

    private const string Records = """
        internal sealed record Profile(string Name, Tags? Tags);

        internal sealed record Tags(System.Collections.Immutable.ImmutableDictionary<string, int> ByName);
        """;

    private Task VerifyStateAsync(string assembly, string states, string moreTypes = "") => VerifyAsync(Code(assembly, states, moreTypes));

    private static string Qualify(string statements) => statements.Replace("Dictionary.Empty", "System.Collections.Immutable.ImmutableDictionary<string, int>.Empty", StringComparison.Ordinal);

    private static string Body(string states, string statements) => $$"""
        {{OnDisk}}

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{states}}

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                {{statements}}
            }

            protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => ClearState();
        }
        """;

    private static string Code(string assembly, string states, string moreTypes) => $$"""
        {{assembly}}

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{states}}

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        {{moreTypes}}
        """;

    [Fact]
    public Task A_list_in_an_accumulator_is_reported() => VerifyStateAsync(OnDisk, "[State] private partial [|ReducingState<System.Collections.Immutable.ImmutableArray<int>, Joined>|] All { get; }", """
        internal readonly struct Joined : IReducer<System.Collections.Immutable.ImmutableArray<int>>
        {
            public static System.Collections.Immutable.ImmutableArray<int> Reduce(System.Collections.Immutable.ImmutableArray<int> accumulator, System.Collections.Immutable.ImmutableArray<int> value) => [.. accumulator, .. value];
        }
        """);

    [Fact]
    public Task An_accumulator_of_numbers_is_correct() => VerifyStateAsync(OnDisk, "[State] private partial ReducingState<int, Sum> Total { get; }", "internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }");
}
