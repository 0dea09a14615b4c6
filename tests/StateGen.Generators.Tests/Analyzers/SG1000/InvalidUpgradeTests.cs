namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class InvalidUpgradeTests() : RuleTests("SG1021")
{
    private const string Upgrades = """
        internal sealed class Up : IStateUpgrade<string, long>, IStateUpgrade<int, long> { public static long Upgrade(string old) => old.Length; public static long Upgrade(int old) => old; }
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        internal readonly struct Count : IAggregator<string, long, int> { public static long CreateAccumulator() => 0; public static long Add(long accumulator, string value) => accumulator + 1; public static int GetResult(long accumulator) => (int)accumulator; }
        internal sealed class FromList : IStateUpgrade<System.Threading.Thread, long> { public static long Upgrade(System.Threading.Thread old) => 0; }
        """;

    [Theory]
    [InlineData("[State(Upgrade = [|typeof(string)|])] private partial long Count { get; set; }")]
    [InlineData("[State(Upgrade = [|typeof(Up)|])] private partial int Count { get; set; }")]
    [InlineData("[State(Upgrade = [|typeof(Up)|])] private partial ListState<int> Counts { get; }")]
    [InlineData("[State(Upgrade = [|typeof(Up)|])] private partial MapState<long, string> Counts { get; }")]
    [InlineData("[State(Upgrade = [|typeof(Up)|])] private partial ReducingState<int, Sum> Total { get; }")]
    [InlineData("[State(Name = \"N\", Upgrade = [|typeof(int[])|])] private partial long Count { get; set; }")]
    [InlineData("[State(Upgrade = [|typeof(FromList)|])] private partial long Count { get; set; }")]
    public Task What_does_not_convert_to_the_type_of_the_state_is_reported(string state) => VerifyMembersAsync(state, Upgrades);

    [Theory]
    [InlineData("[State(Upgrade = typeof(Up))] private partial long Count { get; set; }")]
    [InlineData("[State(Upgrade = typeof(Up))] private partial long? Count { get; set; }")]
    [InlineData("[State(Upgrade = typeof(Up))] private partial ListState<long> Counts { get; }")]
    [InlineData("[State(Upgrade = typeof(Up))] private partial MapState<string, long> Counts { get; }")]
    [InlineData("[State(Upgrade = typeof(Up))] private partial AggregatingState<string, long, int, Count> Words { get; }")]
    [InlineData("[State(Name = \"Total\", Upgrade = typeof(Up))] private partial long Count { get; set; }")]
    [InlineData("[State(Upgrade = null)] private partial long Count { get; set; }")]
    public Task An_upgrade_to_the_type_of_the_state_is_correct(string state) => VerifyMembersAsync(state, Upgrades);
}
