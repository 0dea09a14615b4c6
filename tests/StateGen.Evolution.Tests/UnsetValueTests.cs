using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>What a value state was never set to becomes null where the new type admits it, and is no upgrade's business.</summary>
public abstract class UnsetValueTests : IDisposable
{
    private readonly BackendUnderTest _backend;

    protected UnsetValueTests(BackendUnderTest backend) => _backend = backend;

    [Theory]
    [InlineData("int", "int?", "7", "7", "0")]
    [InlineData("int", "long?", "7", "7", "0")]
    [InlineData("bool", "bool?", "true", "true", "false")]
    [InlineData("decimal", "decimal?", "7", "7", "0")]
    [InlineData("double", "double?", "7", "7", "0")]
    [InlineData("Guid", "Guid?", "new Guid(1, 2, 3, new byte[8])", "00000001-0002-0003-0000-000000000000", "Guid.Empty")]
    [InlineData("TimeSpan", "TimeSpan?", "new TimeSpan(7)", "00:00:00.0000007", "TimeSpan.Zero")]
    [InlineData("DateTimeOffset", "DateTimeOffset?", "DateTimeOffset.UnixEpoch", "01/01/1970 00:00:00 +00:00", "default")]
    [InlineData("System.Numerics.BigInteger", "System.Numerics.BigInteger?", "7", "7", "0")]
    [InlineData("Color", "Color?", "Color.Green", "Green", "Color.Red")]
    [InlineData("(int, bool)", "(int, bool)?", "(7, true)", "(7, true)", "(0, false)")]
    [InlineData("Car", "Car?", "new Car(0, Color.Green)", "Car(Wheels=0, Color=Green)", "new Car(0, Color.Red)")]
    [InlineData("ImmutableArray<int>", "ImmutableArray<int>?", "[7]", "[7]", "default")]
    public async Task A_value_that_was_never_set_is_null_and_the_others_stay(string before, string after, string value, string read, string unset)
    {
        var generations = Generations.Of(Operator(before, $"switch (index) {{ case 0: Kept = {value}; break; case 1: Kept = {unset}; break; }}"), Operator(after));
        var old = await generations[0].StoreAsync(_backend.Create(), 3);
        await AssertReadAsync([$"({read}, 5)", "(null, 5)", "(null, 5)"], generations[1], old);
    }

    [Fact]
    public async Task An_empty_collection_was_set()
    {
        var generations = Generations.Of(Operator("ImmutableArray<int>", "Kept = [];"), Operator("ImmutableArray<int>?"));
        await AssertReadAsync(["([], 5)"], generations[1], await generations[0].StoreAsync(_backend.Create(), 1));
    }

    [Fact]
    public async Task What_a_generation_between_could_not_tell_apart_is_never_set_whether_it_touched_the_key_or_not()
    {
        var generations = Generations.Of(Operator("int?", "Kept = index;"), Operator("int"), Operator("long?"));
        var old = await generations[0].StoreAsync(_backend.Create(), 2);
        foreach (var rewrite in new[] { false, true })
        {
            var (_, between) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite, old);
            await AssertReadAsync(["(null, 5)", "(1, 5)"], generations[2], between);
        }
    }

    [Fact]
    public async Task An_upgrade_is_not_called_for_what_was_never_set()
    {
        const string Upgrade = "internal sealed class Cents : IStateUpgrade<int, string?> { public static string? Upgrade(int old) => old == 0 ? throw new InvalidOperationException() : $\"{old} ct\"; }";
        var generations = Generations.Of(Operator("int", "Kept = index;"), Operator("string?", options: "(Upgrade = typeof(Cents))") + Upgrade);
        await AssertReadAsync(["(null, 5)", "('1 ct', 5)"], generations[1], await generations[0].StoreAsync(_backend.Create(), 2));
    }

    [Fact]
    public async Task An_upgrade_is_not_called_for_what_became_the_default_on_the_way()
    {
        const string Upgrade = "internal sealed class Cents : IStateUpgrade<long, string?> { public static string? Upgrade(long old) => old == 0 ? throw new InvalidOperationException() : $\"{old} ct\"; }";
        var generations = Generations.Of(Operator("int?", "Kept = index;"), Operator("long"), Operator("string?", options: "(Upgrade = typeof(Cents))") + Upgrade);
        var (_, between) = await generations[1].ReadAsync(_backend.Create(), 2, rewrite: false, await generations[0].StoreAsync(_backend.Create(), 2));
        await AssertReadAsync(["(null, 5)", "('1 ct', 5)"], generations[2], between);
    }

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Operator(string type, string store = "", string options = "") => $$"""
        internal enum Color { Red, Green }
        internal readonly record struct Car(int Wheels, Color Color);
        [State{{options}}] internal partial {{type}} Kept { get; set; }
        [State] internal partial int Other { get; set; }
        public override void Store(int index) { Other = 5; {{store}} }
        public override object? Read() => (Kept, Other);
        public override void Rewrite() => Other = 5;
        """;

    private async Task AssertReadAsync(string[] expected, IEvolvingProbe probe, OperatorHostSnapshot old)
    {
        var (read, rewritten) = await probe.ReadAsync(_backend.Create(), expected.Length, rewrite: true, old);
        Assert.Equal(expected, read);
        Assert.Equal(expected, (await probe.ReadAsync(_backend.Create(), expected.Length, rewrite: false, rewritten)).Read);
    }
}
