using StateGen.Schemas;
using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Explicit converters, for changes that the table refuses.</summary>
[Trait("Category", "Slow")]
public abstract class UpgradeTests : IDisposable
{
    private const string Old = """
        internal sealed record Order(int Amount, string Note);
        [State] internal partial Order? Value { get; set; }
        [State] internal partial ListState<Order> List { get; }
        [State] internal partial MapState<string, Order> Map { get; }
        [State] internal partial ReducingState<Order, Latest> Last { get; }
        [State] internal partial int Untouched { get; set; }
        internal readonly struct Latest : IReducer<Order> { public static Order Reduce(Order accumulator, Order value) => value; }
        public override void Store(int index) { Value = new(index + 1, "v"); List.Add(new(20, "l")); Map["k"] = new(30, "m"); Last.Add(new(40, "a")); Untouched = 4; }
        public override object? Read() => (Value, List, Map, Last.GetValueOrDefault(), Untouched);
        public override void Rewrite() { Value = Value; List.Update(List.ToArray()); Map["k"] = Map["k"]; Last.Add(Last.GetValueOrDefault()!); }
        """;

    private readonly BackendUnderTest _backend;

    protected UpgradeTests(BackendUnderTest backend) => _backend = backend;

    [Fact]
    public async Task A_converter_turns_stored_values_of_every_kind_of_state_into_the_new_shape()
    {
        var generations = Generations.Of(Old, New("string Amount, string Note", "$\"{old.Amount} ct\", old.Note"));
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (read, rewritten) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: true, first);
        const string Rest = "[Order(Amount='20 ct', Note='l')], [('k', Order(Amount='30 ct', Note='m'))], Order(Amount='40 ct', Note='a'), 4)";
        Assert.Equal([$"(Order(Amount='1 ct', Note='v'), {Rest}", $"(Order(Amount='2 ct', Note='v'), {Rest}"], read);
        Assert.Equal(read, (await generations[1].ReadAsync(_backend.Create(), 2, rewrite: false, rewritten)).Read);
    }

    [Fact]
    public async Task A_converter_reaches_over_a_later_generation_for_what_that_did_not_touch()
    {
        var generations = Generations.Of(Old, New("string Amount, string Note", "$\"{old.Amount} ct\", old.Note"), New("string Note, string Amount, int Count", "old.Note, $\"{old.Amount} cent\", 1"));
        var first = await generations[0].StoreAsync(_backend.Create(), 2);
        var (_, second) = await generations[1].ReadAsync(_backend.Create(), 1, rewrite: true, first);
        var (read, third) = await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, second);
        Assert.StartsWith("(Order(Note='v', Amount='1 ct', Count=0), [Order(Note='l', Amount='20 ct', Count=0)]", read[0], StringComparison.Ordinal);
        Assert.Matches("^\\(Order\\(Note='v', Amount='2 (cent', Count=1|ct', Count=0)\\)", read[1]);
        Assert.Equal(read, (await generations[2].ReadAsync(_backend.Create(), 2, rewrite: false, third)).Read);
    }

    [Fact]
    public async Task Without_the_converter_the_change_is_refused()
    {
        var generations = Generations.Of(Old, New("string Amount, string Note", "\"\", \"\"").Replace("[State(Upgrade = typeof(FromCents))]", "[State]", StringComparison.Ordinal));
        var first = await generations[0].StoreAsync(_backend.Create(), 1);
        var error = await Assert.ThrowsAsync<StateSchemaException>(() => generations[1].ReadAsync(_backend.Create(), 1, rewrite: false, first));
        Assert.Contains("Upgrade", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_converter_from_a_shape_that_was_never_stored_is_refused()
    {
        var other = New("string Amount, string Note", "\"\", \"\"").Replace("record OrderV1(int Amount, string Note)", "record OrderV1(int Amount, string Note, bool Paid)", StringComparison.Ordinal);
        var generations = Generations.Of(Old, other);
        var first = await generations[0].StoreAsync(_backend.Create(), 1);
        await Assert.ThrowsAsync<StateSchemaException>(() => generations[1].ReadAsync(_backend.Create(), 1, rewrite: false, first));
    }

    [Fact]
    public async Task A_codec_that_cannot_read_the_old_form_is_not_asked_to()
    {
        const string Before = """
            internal sealed record Order(long Id, Legacy Old);
            internal readonly record struct Legacy(int A);
            [State] internal partial Order? Kept { get; set; }
            public override void Store(int index) => Kept = new(5, new(6));
            public override object? Read() => Kept;
            public override void Rewrite() => Kept = Kept;
            """;
        const string After = """
            internal sealed record Order(long Id);
            [State] internal partial Order? Kept { get; set; }
            public override object? Read() => Kept;
            public override void Rewrite() => Kept = Kept;
            """;
        var generations = Generations.Of(Before, After);
        var first = await generations[0].StoreAsync(_backend.Create(), 1);
        Assert.Equal(["Order(Id=5)"], (await generations[1].ReadAsync(_backend.Create(), 1, rewrite: false, first)).Read);
    }

    // The amount became text: no rule of the table turns a number into text.
    private static string New(string members, string converted) => $$"""
        internal sealed record Order({{members}});
        internal sealed record OrderV1(int Amount, string Note);
        internal sealed class FromCents : IStateUpgrade<OrderV1, Order> { public static Order Upgrade(OrderV1 old) => new({{converted}}); }
        [State(Upgrade = typeof(FromCents))] internal partial Order? Value { get; set; }
        [State(Upgrade = typeof(FromCents))] internal partial ListState<Order> List { get; }
        [State(Upgrade = typeof(FromCents))] internal partial MapState<string, Order> Map { get; }
        [State(Upgrade = typeof(FromCents))] internal partial ReducingState<Order, Latest> Last { get; }
        [State] internal partial int Untouched { get; set; }
        internal readonly struct Latest : IReducer<Order> { public static Order Reduce(Order accumulator, Order value) => value; }
        public override object? Read() => (Value, List, Map, Last.GetValueOrDefault(), Untouched);
        public override void Rewrite() { Value = Value; List.Update(List.ToArray()); Map["k"] = Map["k"]; Last.Add(Last.GetValueOrDefault()!); }
        """;

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }
}
