using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Evolution;

/// <summary>State that one compilation wrote is read by the generated code of the next.</summary>
public sealed class EvolutionTests
{
    [Fact]
    public async Task Former_names_of_states_types_and_members_carry_stored_values_over()
    {
        var snapshot = await RunAsync(null, """
            internal enum Mood { Good, Bad }
            internal sealed record Visit(int Count, string Place, Mood Mood);
            """, """
            [State] public partial Visit? Last { get; set; }
            [State] public partial int Total { get; set; }
            [State] public partial MapState<string, Visit> ByPlace { get; }
            """, "op.Last = new(1, \"Rome\", Mood.Bad); op.Total = 7; op.ByPlace[\"Oslo\"] = new(2, \"Oslo\", Mood.Good); return null;");
        await RunAsync(snapshot, """
            internal enum Mood { Unknown, [FormerName("Bad")] Sad, Good }
            [FormerName("Visit")] internal sealed record Stay([FormerName("Place")] string City, long Count, Mood Mood, string? Note);
            """, """
            [State, FormerName("Last")] public partial Stay? Latest { get; set; }
            [State] public partial decimal Total { get; set; }
            [State, FormerName("ByPlace")] public partial MapState<string, Stay> ByCity { get; }
            [State] public partial DateTime Since { get; set; }
            """, """
            Expect.Equal(new Stay("Rome", 1, Mood.Sad, null), op.Latest);
            Expect.Equal(7m, op.Total);
            Expect.Equal(new Stay("Oslo", 2, Mood.Good, null), op.ByCity["Oslo"]);
            Expect.Equal(default(DateTime), op.Since);
            return null;
            """);
    }

    [Fact]
    public async Task Upgrades_convert_values_elements_and_map_values_of_several_old_types()
    {
        const string Act = "op.Value = \"12\"; op.List.Add(\"3\"); op.Map[1] = \"4\"; return null;";
        var first = await RunAsync(null, "", """
            [State] public partial string? Value { get; set; }
            [State] public partial ListState<string> List { get; }
            [State] public partial MapState<int, string> Map { get; }
            """, Act);
        const string Upgrades = """
            internal sealed record Amount(long Cents);
            internal sealed record Old(int Euros);
            internal sealed class Up : IStateUpgrade<string, Amount>, IStateUpgrade<Old, Amount>
            {
                public static Amount Upgrade(string old) => new(long.Parse(old) * 100);
                public static Amount Upgrade(Old old) => new(old.Euros * 100L);
            }
            """;
        const string States = """
            [State(Upgrade = typeof(Up))] public partial Amount? Value { get; set; }
            [State(Upgrade = typeof(Up))] public partial ListState<Amount> List { get; }
            [State(Upgrade = typeof(Up))] public partial MapState<int, Amount> Map { get; }
            """;
        const string Check = """
            Expect.Equal(new Amount(1200), op.Value);
            Expect.Equal(new Amount(300), op.List.Single());
            Expect.Equal(new Amount(400), op.Map[1]);
            return null;
            """;
        var second = await RunAsync(first, Upgrades, States, Check);
        await RunAsync(second, Upgrades, States, Check);
    }

    [Fact]
    public async Task What_is_refused_names_the_place_and_writes_nothing()
    {
        var snapshot = await RunAsync(null, "", "[State] public partial long X { get; set; }", "op.X = 1; return null;");
        var refusal = await Assert.ThrowsAsync<StateGen.Schemas.StateSchemaException>(() => RunAsync(snapshot, "", "[State] public partial int X { get; set; }", "return null;"));
        Assert.Equal(("op", "X", "int64", "int32"), (refusal.OperatorId, refusal.StateName, refusal.StoredShape, refusal.DeclaredShape));
    }

    private static Task<OperatorHostSnapshot> RunAsync(OperatorHostSnapshot? restored, string types, string states, string action)
    {
        var generated = Generated.From($$"""
            {{types}}
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                {{states}}
            }
            internal static class Scenario
            {
                public static async Task<OperatorHostSnapshot> RunAsync(OperatorHostSnapshot? restored)
                {
                    using var host = await OperatorHost.OpenAsync(new Op(), new OperatorHostOptions { Restore = restored is null ? [] : [restored] });
                    host.Process(1, op => { {{action}} }, DateTimeOffset.UnixEpoch);
                    return await host.SnapshotAsync();
                }
            }
            """);
        var scenario = generated.Load().GetType("Scenario")!.GetMethod("RunAsync")!;
        return (Task<OperatorHostSnapshot>)scenario.Invoke(null, [restored])!;
    }
}
