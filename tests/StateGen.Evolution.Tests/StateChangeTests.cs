using StateGen.Schemas;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Compiler;

namespace StateGen.Evolution.Tests;

/// <summary>States that are added, removed, renamed, and turned into another kind, with the real generated code of each generation.</summary>
public abstract class StateChangeTests : IDisposable
{
    private const string A = """
        [State] internal partial long A { get; set; }
        [State] internal partial ListState<string> L { get; }
        [State] internal partial MapState<int, string> M { get; }
        public override void Store(int index) { A = index + 10; L.Add("l" + index); M[index] = "m" + index; }
        public override object? Read() => (A, L, M);
        public override void Rewrite() => A = A;
        """;

    private const string Functions = """
        internal readonly struct Sum : IReducer<long> { public static long Reduce(long accumulator, long value) => accumulator + value; }
        internal readonly struct Count : IAggregator<string, long, string> { public static long CreateAccumulator() => 0; public static long Add(long accumulator, string value) => accumulator + 1; public static string GetResult(long accumulator) => $"{accumulator} x"; }
        """;

    private const string Accumulators = Functions + """
        [State] internal partial ReducingState<long, Sum> R { get; }
        [State] internal partial AggregatingState<string, long, string, Count> G { get; }
        [State] internal partial long A { get; set; }
        public override void Store(int index) { R.Add(index); R.Add(0); G.Add("a"); A = 1; }
        public override object? Read() => (R.TryGetValue(out var sum) ? (object)sum : "absent", G.GetValueOrDefault() ?? "absent", A);
        public override void Rewrite() { R.Add(10); G.Add("b"); A = 2; }
        """;

    private readonly BackendUnderTest _backend;

    protected StateChangeTests(BackendUnderTest backend) => _backend = backend;

    [Fact]
    public async Task Added_states_are_absent_and_the_others_stay()
    {
        var generations = Generations.Of(A, """
            [State] internal partial int First { get; set; }
            [State] internal partial long A { get; set; }
            [State] internal partial string? B { get; set; }
            [State] internal partial DateTime D { get; set; }
            [State] internal partial ListState<string> L { get; }
            [State] internal partial ListState<string> L2 { get; }
            [State] internal partial MapState<int, string> M { get; }
            [State] internal partial MapState<int, string> M2 { get; }
            public override object? Read() => (First, A, B, D == default, L, L2, M, M2);
            public override void Rewrite() { B = "b"; L2.Add("x"); M2[1] = "y"; }
            """);
        var old = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, rewritten) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, old);
        Assert.Equal(["(0, 10, null, true, ['l0'], [], [(0, 'm0')], [])", "(0, 11, null, true, ['l1'], [], [(1, 'm1')], [])"], read);
        Assert.Equal(
            ["(0, 10, 'b', true, ['l0'], ['x'], [(0, 'm0')], [(1, 'y')])", "(0, 11, 'b', true, ['l1'], ['x'], [(1, 'm1')], [(1, 'y')])"],
            (await generations[1].ReadAsync(_backend.Create(), 2, rewrite: false, rewritten)).Read);
    }

    [Fact]
    public async Task Removed_states_are_gone_and_the_others_stay()
    {
        var generations = Generations.Of(A, """
            [State] internal partial long A { get; set; }
            public override object? Read() => A;
            public override void Rewrite() => A = A;
            """);
        var old = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, rewritten) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, old);
        Assert.Equal(["10", "11"], read);
        Assert.Equal(["10", "11"], (await generations[1].ReadAsync(_backend.Create(), 2, rewrite: false, rewritten)).Read);
    }

    [Fact]
    public async Task Renamed_states_keep_their_content_through_two_renames_and_an_old_name_can_be_used_anew()
    {
        var generations = Generations.Of(A, Renamed("Z", "A", "Y", "L", "X", "M", ""), Renamed("A2", "Z", "L2", "Y", "M2", "X", """
            [State] internal partial long A { get; set; }
            [State] internal partial ListState<string> L { get; }
            [State] internal partial MapState<int, string> M { get; }
            """).Replace("=> (A2, L2, M2)", "=> (A2, L2, M2, A, L, M)", StringComparison.Ordinal));
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, second) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, first);
        Assert.Equal(["(10, ['l0'], [(0, 'm0')])", "(11, ['l1'], [(1, 'm1')])"], read);
        var (readAgain, third) = await generations[2].ReadAsync(_backend.Create(), 2, rewrite: true, second);
        Assert.Equal(["(10, ['l0'], [(0, 'm0')], 0, [], [])", "(11, ['l1'], [(1, 'm1')], 0, [], [])"], readAgain);
        Assert.Equal(readAgain, (await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, third)).Read);
    }

    [Fact]
    public async Task A_map_becomes_a_sorted_map_of_wider_values_and_a_map_again()
    {
        const string Unsorted = """
            [State] internal partial MapState<int, int> M { get; }
            public override void Store(int index) { for (var key = 0; key < 300; key++) M[(key * 7 % 300) - 150] = index; }
            public override object? Read() => (M.Count, M.Values.Sum());
            public override void Rewrite() => M[-150] = M[-150];
            """;
        const string Sorted = """
            [State] internal partial SortedMapState<int, long> M { get; }
            public override object? Read() => (M.Count, M.Values.Sum(), M.First.Key, M.Last.Key, M.Keys.SequenceEqual(M.Keys.Order()));
            public override void Rewrite() { M[150] = 7; M.Remove(-150); }
            """;
        var generations = Generations.Of(Unsorted, Sorted, Sorted, Unsorted.Replace("<int, int>", "<int, long>", StringComparison.Ordinal));
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, second) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, first);
        Assert.Equal(["(300, 0, -150, 149, true)", "(300, 300, -150, 149, true)"], read);
        var (readAgain, third) = await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, second);
        Assert.Equal(["(300, 7, -149, 150, true)", "(300, 306, -149, 150, true)"], readAgain);
        Assert.Equal(["(300, 7)", "(300, 306)"], (await generations[3].ReadAsync(_backend.Create(), 2, rewrite: false, third)).Read);
    }

    [Fact]
    public async Task A_sorted_map_of_windows_becomes_a_window_state_and_a_map_again()
    {
        const string Map = """
            [State] internal partial SortedMapState<TimeWindow, long> W { get; }
            public override void Store(int index) { for (var hour = 0; hour < 3; hour++) W[Of(hour)] = index + hour; }
            public override object? Read() => (W.Count, W.First.Value, W.Last.Value, W.GetValueOrDefault(Of(1)));
            public override void Rewrite() => W[Of(3)] = 30;
            internal static TimeWindow Of(int hour) => TimeWindow.Tumbling(DateTimeOffset.UnixEpoch.AddHours(hour), TimeSpan.FromHours(1));
            """;
        const string Windows = Functions + """
            [State] internal partial WindowState<string, long, string, Count> W { get; }
            public override object? Read() => string.Join(", ", W.Select(entry => $"{entry.Key.Start.Hour}h {entry.Value}"));
            public override void Rewrite() => W.TakeEnded(DateTimeOffset.UnixEpoch.AddHours(1)).Count();
            """;
        var generations = Generations.Of(Map, Windows, Map);
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, second) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, first);
        Assert.Equal(["'0h 0 x, 1h 1 x, 2h 2 x'", "'0h 1 x, 1h 2 x, 2h 3 x'"], read);
        Assert.Equal(["(2, 1, 2, 1)", "(2, 2, 3, 2)"], (await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, second)).Read);
    }

    private static string Renamed(string value, string oldValue, string list, string oldList, string map, string oldMap, string others) => $$"""
        [State, FormerName("{{oldValue}}")] internal partial long {{value}} { get; set; }
        [State, FormerName("{{oldList}}")] internal partial ListState<string> {{list}} { get; }
        [State, FormerName("{{oldMap}}")] internal partial MapState<int, string> {{map}} { get; }
        {{others}}
        public override object? Read() => ({{value}}, {{list}}, {{map}});
        public override void Rewrite() { {{value}} = {{value}}; {{list}}.Update({{list}}.ToArray()); foreach (var key in {{map}}.Keys.ToArray()) {{map}}[key] = {{map}}[key]; }
        """;

    [Fact]
    public async Task A_renamed_state_is_read_by_the_old_code_again()
    {
        var generations = Generations.Of(A, Renamed("Z", "A", "Y", "L", "X", "M", ""));
        var first = await generations[0].StoreAsync(_backend.Create(), 1);
        var (_, second) = await generations[1].ReadAsync(_backend.Create(), 1, rewrite: true, first);
        Assert.Equal(["(10, ['l0'], [(0, 'm0')])"], (await generations[0].ReadAsync(_backend.Create(), 1, rewrite: false, second)).Read);
    }

    [Theory]
    [InlineData("A", "[State] internal partial ListState<long> A { get; }")]
    [InlineData("A", "[State] internal partial MapState<long, long> A { get; }")]
    [InlineData("L", "[State] internal partial string? L { get; set; }")]
    [InlineData("M", "[State] internal partial ListState<string> M { get; }")]
    [InlineData("M", "[State] internal partial MapState<long, string> M { get; }")]
    [InlineData("M", "[State] internal partial MapState<string, string> M { get; }")]
    [InlineData("M", "[State] internal partial SortedMapState<string, string> M { get; }")]
    [InlineData("L", "[State] internal partial SortedMapState<int, string> L { get; }")]
    public async Task Another_kind_of_state_or_key_of_a_map_is_refused(string state, string declaration)
    {
        var generations = Generations.Of(A, declaration + " public override object? Read() => null; public override void Rewrite() { }");
        var old = await generations[0].StoreAsync(_backend.Create(), 1);
        var error = await Assert.ThrowsAsync<StateSchemaException>(() => generations[1].ReadAsync(_backend.Create(), 1, rewrite: false, old));
        Assert.Equal(("evolving", state), (error.OperatorId, error.StateName));
    }

    [Theory]
    [InlineData("A", "[State] internal partial ReducingState<long, Sum> A { get; }")]
    [InlineData("A", "[State] internal partial AggregatingState<string, long, string, Count> A { get; }")]
    [InlineData("R", "[State] internal partial long R { get; set; }")]
    [InlineData("R", "[State] internal partial long? R { get; set; }")]
    [InlineData("G", "[State] internal partial ListState<long> G { get; }")]
    public async Task A_value_state_does_not_become_an_accumulator_nor_the_reverse(string state, string declaration)
    {
        var generations = Generations.Of(Accumulators, Functions + declaration + " public override object? Read() => null; public override void Rewrite() { }");
        var old = await generations[0].StoreAsync(_backend.Create(), 1);
        var error = await Assert.ThrowsAsync<StateSchemaException>(() => generations[1].ReadAsync(_backend.Create(), 1, rewrite: false, old));
        Assert.Equal(("evolving", state), (error.OperatorId, error.StateName));
    }

    [Fact]
    public async Task Accumulators_are_added_renamed_and_removed_beside_other_states_and_read_by_the_old_code()
    {
        var generations = Generations.Of(
            Accumulators,
            Accumulators
                .Replace("[State] internal partial ReducingState<long, Sum> R", "[State, FormerName(\"R\")] internal partial ReducingState<long, Sum> Z", StringComparison.Ordinal)
                .Replace("R.", "Z.", StringComparison.Ordinal)
                .Replace("[State] internal partial AggregatingState<string, long, string, Count> G", "[State] internal partial AggregatingState<string, long, string, Count> Added", StringComparison.Ordinal)
                .Replace("G.", "Added.", StringComparison.Ordinal),
            Accumulators);
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, second) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, first);
        Assert.Equal(["(0, 'absent', 1)", "(1, 'absent', 1)"], read);
        Assert.Equal(["(10, '1 x', 2)", "(11, '1 x', 2)"], (await generations[1].ReadAsync(_backend.Create(), 2, rewrite: false, second)).Read);
        Assert.Equal(["(10, 'absent', 2)", "(11, 'absent', 2)"], (await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, second)).Read);
    }

    [Fact]
    public async Task A_reducing_state_becomes_an_aggregating_one_over_the_same_accumulator_and_the_reverse()
    {
        const string Exchanged = Functions + """
            [State] internal partial AggregatingState<string, long, string, Count> R { get; }
            [State] internal partial ReducingState<long, Sum> G { get; }
            [State] internal partial long A { get; set; }
            public override object? Read() => (R.GetValueOrDefault() ?? "absent", G.TryGetValue(out var sum) ? (object)sum : "absent", A);
            public override void Rewrite() { R.Add("b"); G.Add(10); }
            """;
        var generations = Generations.Of(Accumulators, Exchanged);
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, second) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, first);
        Assert.Equal(["('0 x', 1, 1)", "('1 x', 1, 1)"], read);
        Assert.Equal(["('1 x', 11, 1)", "('2 x', 11, 1)"], (await generations[1].ReadAsync(_backend.Create(), 2, rewrite: false, second)).Read);
        Assert.Equal(["(1, '11 x', 1)", "(2, '11 x', 1)"], (await generations[0].ReadAsync(_backend.Create(), 2, rewrite: false, second)).Read);
    }

    [Theory]
    [InlineData("Color", "Color.Red")]
    [InlineData("Car", "new Car(3, Color.Red)")]
    [InlineData("(int, Color)", "(3, Color.Red)")]
    public async Task The_member_that_a_value_state_has_by_default_keeps_its_number(string type, string value)
    {
        var before = $$"""
            internal enum Color { Red, Green }
            internal readonly record struct Car(int Wheels, Color Color);
            [State] internal partial {{type}} Kept { get; set; }
            public override void Store(int index) => Kept = {{value}};
            public override object? Read() => Kept;
            public override void Rewrite() => Kept = Kept;
            """;
        var generations = Generations.Of(before, before.Replace("{ Red, Green }", "{ Green, Red }", StringComparison.Ordinal), before.Replace("{ Red, Green }", "{ Red, Green = 5 }", StringComparison.Ordinal));
        var old = await generations[0].StoreAsync(_backend.Create(), 1);
        var error = await Assert.ThrowsAsync<StateSchemaException>(() => generations[1].ReadAsync(_backend.Create(), 1, rewrite: false, old));
        Assert.Equal(("Kept", "Evolving+Color.Red"), (error.StateName, error.MemberName));
        Assert.Contains("Red", Assert.Single((await generations[2].ReadAsync(_backend.Create(), 1, rewrite: false, old)).Read), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_type_of_key_is_refused()
    {
        var old = await Generations.Of(A)[0].StoreAsync(_backend.Create(), 1);
        var assembly = Generated.From("""
            [Operator("evolving")]
            internal sealed partial class Evolving : ProbeOperator<Evolving, long>
            {
                [State] internal partial long A { get; set; }
            }
            """).Load();
        var probe = (IRestoringProbe)Activator.CreateInstance(typeof(RestoringProbe<,>).MakeGenericType(assembly.GetType("Evolving")!, typeof(long)))!;
        var error = await Assert.ThrowsAsync<StateSchemaException>(() => probe.RestoreAsync(_backend.Create(), old));
        Assert.Null(error.StateName);
        Assert.Contains("int32", error.StoredShape, StringComparison.Ordinal);
        Assert.Contains("int64", error.DeclaredShape, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_generation_dropped_is_default_when_a_later_one_has_the_name_again()
    {
        const string Dropped = """
            internal sealed record Part(int Left);
            [State] internal partial int Touched { get; set; }
            [State] internal partial Part? P { get; set; }
            public override object? Read() => Touched;
            public override void Rewrite() { Touched = 1; P = P is null ? null : P with { Left = P.Left }; }
            """;
        var generations = Generations.Of(Full("[State] internal partial int X { get; set; }", "X"), Dropped, Full("[State] internal partial int X { get; set; }", "X"));
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (_, second) = await generations[1].ReadAsync(_backend.Create(), 1, rewrite: true, first);
        var (read, third) = await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, second);
        Assert.Equal(["(0, [], [], Part(Left=1, X=0))", "(0, [], [], Part(Left=2, X=0))"], read);
        Assert.Equal(read, (await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, third)).Read);
    }

    private static string Full(string value, string name) => $$"""
        internal sealed record Part(int Left, int X);
        {{value}}
        [State] internal partial int Touched { get; set; }
        [State] internal partial ListState<int> XList { get; }
        [State] internal partial MapState<int, int> XMap { get; }
        [State] internal partial Part? P { get; set; }
        public override void Store(int index) { {{name}} = 5; XList.Add(6); XMap[7] = 8; P = new Part(index + 1, 9); }
        public override object? Read() => ({{name}}, XList, XMap, P);
        public override void Rewrite() { }
        """;

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }
}
