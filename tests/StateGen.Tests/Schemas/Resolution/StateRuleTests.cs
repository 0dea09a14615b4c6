using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Tests.Schemas.Resolution;

public sealed class StateRuleTests
{
    [Fact]
    public void A_schema_resolves_to_itself_without_a_change()
    {
        var schema = SampleSchema.Create();
        var resolution = Resolved.Step(schema, schema);
        Assert.Empty(resolution.Changes);
        Assert.Equal(schema, Assert.Single(resolution.Generations));
        Assert.All(Assert.Single(resolution.Migrations).States, state => Assert.True(state.IsCopy));
    }

    [Fact]
    public void States_are_added_removed_and_renamed()
    {
        var stored = Resolved.Schema("  value A: int32\n  list B: int32\n");
        var declared = Resolved.Schema("  value A: int32\n  list C (formerly B): int32\n  map D: string -> int32\n");
        Assert.Equal([SchemaChangeKind.StateRenamed, SchemaChangeKind.StateAdded], Resolved.Allowed(stored, declared));
        Assert.Equal([SchemaChangeKind.StateRemoved, SchemaChangeKind.StateRenamed], Resolved.Allowed(declared, stored));
        var states = Resolved.Step(stored, declared).Migrations[0].States;
        Assert.Equal([("A", 0, "A"), ("B", 0, "B"), (null, 1, "D")], states.Select(state => (state.StoredName, state.Birth, state.NameAtBirth)));
    }

    [Fact]
    public void States_that_exchanged_their_names_are_refused_whatever_the_chain_holds()
    {
        var (stored, declared) = (Resolved.Schema("  value A: int32\n  value B: int32\n"), Resolved.Schema("  value A (formerly B): int32\n  value B (formerly A): int32\n"));
        var refusal = Assert.Throws<StateSchemaException>(() => SchemaChain.Start(stored).Continue(declared, [], now: 0));
        Assert.Equal(("A", "A or B", "A"), (refusal.StateName, refusal.StoredShape, refusal.DeclaredShape));
        Assert.Throws<StateSchemaException>(() => SchemaChain.Start(declared).Continue(stored, [], now: 0));
        Assert.Single(SchemaChain.Start(declared).Continue(declared, [], now: 0).Generations);
    }

    [Theory]
    [InlineData(SchemaChangeKind.StateKind, "  value A: int32\n", "  list A: int32\n", "a value state of int32", "a list state of int32")]
    [InlineData(SchemaChangeKind.MapKeyType, "  map A: int32 -> int32\n", "  map A: int64 -> int32\n", "int32", "int64")]
    [InlineData(SchemaChangeKind.MapKeyType, "  map A: string -> int32\n", "  map A: string? -> int32\n", "string", "string?")]
    [InlineData(SchemaChangeKind.TypeChanged, "  map A: string -> int64\n", "  map A: string -> int32\n", "int64", "int32")]
    [InlineData(SchemaChangeKind.StateKind, "  value A: int32\n", "  broadcast A: string -> int32\n", "a value state of int32", "a broadcast state from string to int32")]
    [InlineData(SchemaChangeKind.StateKind, "  broadcast A: string -> int32\n", "  map A: string -> int32\n", "a broadcast state from string to int32", "a map state from string to int32")]
    [InlineData(SchemaChangeKind.MapKeyType, "  broadcast A: int32 -> int32\n", "  broadcast A: int64 -> int32\n", "int32", "int64")]
    [InlineData(SchemaChangeKind.TypeChanged, "  broadcast A: string -> int64\n", "  broadcast A: string -> int32\n", "int64", "int32")]
    [InlineData(SchemaChangeKind.StateKind, "  list A: int32\n", "  operator-list A: int32\n", "a list state of int32", "a split operator list state of int32")]
    [InlineData(SchemaChangeKind.StateKind, "  operator-list A: int32\n", "  operator-union A: int32\n", "a split operator list state of int32", "a union operator list state of int32")]
    [InlineData(SchemaChangeKind.StateKind, "  operator-union A: int32\n", "  operator-list A: int32\n", "a union operator list state of int32", "a split operator list state of int32")]
    [InlineData(SchemaChangeKind.TypeChanged, "  operator-list A: int64\n", "  operator-list A: int32\n", "int64", "int32")]
    [InlineData(SchemaChangeKind.StateKind, "  list A: int32\n", "  sorted-map A: string -> int32\n", "a list state of int32", "a sorted map state from string to int32")]
    [InlineData(SchemaChangeKind.StateKind, "  sorted-map A: string -> int32\n", "  value A: int32\n", "a sorted map state from string to int32", "a value state of int32")]
    [InlineData(SchemaChangeKind.MapKeyType, "  sorted-map A: int32 -> int32\n", "  sorted-map A: int64 -> int32\n", "int32", "int64")]
    [InlineData(SchemaChangeKind.TypeChanged, "  sorted-map A: string -> int64\n", "  sorted-map A: string -> int32\n", "int64", "int32")]
    public void A_state_keeps_its_kind_and_its_keys(SchemaChangeKind kind, string stored, string declared, string storedShape, string declaredShape)
    {
        var refusal = Resolved.Refusal(Resolved.Schema(stored), Resolved.Schema(declared));
        Assert.Equal((kind, "A", storedShape, declaredShape), (refusal.Kind, refusal.StateName, refusal.StoredShape, refusal.DeclaredShape));
    }

    [Theory]
    [InlineData("map", "sorted-map")]
    [InlineData("sorted-map", "map")]
    public void A_map_may_become_sorted_or_unsorted_with_the_same_keys(string stored, string declared)
    {
        var before = Resolved.Schema($"  {stored} A: int32 -> int32\n");
        Assert.Equal([SchemaChangeKind.StateKind], Resolved.Allowed(before, Resolved.Schema($"  {declared} A: int32 -> int32\n")));
        Assert.Equal([SchemaChangeKind.StateKind, SchemaChangeKind.TypeChanged], Resolved.Allowed(before, Resolved.Schema($"  {declared} A: int32 -> int64\n")));
        Assert.Contains(
            Resolved.Step(before, Resolved.Schema($"  {declared} A: int64 -> int32\n")).Changes, change => change is { Kind: SchemaChangeKind.MapKeyType, IsRefused: true });
    }

    [Fact]
    public void Another_operator_id_is_refused()
    {
        var schema = SampleSchema.Create();
        Assert.Equal(SchemaChangeKind.OperatorId, Resolved.Refusal(schema, schema with { OperatorId = "weekly" }).Kind);
    }

    [Theory]
    [InlineData("int32", "", "int64", "", null)]
    [InlineData("K", "record K\n  A: int32\n", "K", "record K\n  A: int32\n  B: int32\n", "K.B")]
    [InlineData("K", "record K\n  A: int32\n  B: int32\n", "K", "record K\n  A: int32\n", "K.B")]
    [InlineData("K", "record K\n  A: int32\n  B: int32\n", "K", "record K\n  B: int32\n  A: int32\n", "K")]
    [InlineData("K", "record K\n  A: int32\n", "K", "record K\n  A: int64\n", "K.A")]
    [InlineData("K", "enum K: byte\n  A = 1\n", "K", "enum K: int32\n  A = 1\n", "K")]
    [InlineData("K", "enum K: byte\n  A = 1\n", "K", "enum K: byte\n  A = 2\n", "K.A")]
    [InlineData("K", "enum K: byte\n  A = 1\n", "K", "enum K: byte\n", "K.A")]
    [InlineData("K", "opaque K: version 1\n", "K", "opaque K: version 2\n", null)]
    [InlineData("K", "record K\n  A: int32\n", "L", "record L\n  B: int32\n", "L.A")]
    public void Keys_never_migrate(string stored, string storedTypes, string declared, string declaredTypes, string? member)
    {
        var changes = Resolved.Step(Resolved.Schema(storedTypes, stored), Resolved.Schema(declaredTypes, declared)).Changes.Where(change => change.IsRefused).ToArray();
        Assert.NotEmpty(changes);
        Assert.Equal(((string?)null, member), (changes[0].StateName, changes[0].MemberName));
    }

    [Theory]
    [InlineData("K", "enum K: byte\n  A = 1\n", "K", "enum K: byte\n  A = 1\n  B = 2\n")]
    [InlineData("K", "enum K: byte\n  A = 1\n", "K", "enum K: byte\n  B (formerly A) = 1\n")]
    [InlineData("K", "record K\n  A: int32\n", "L", "record L (formerly K)\n  A: int32\n")]
    [InlineData("K", "record K\n  A: int32\n", "L", "record L\n  A: int32\n")]
    [InlineData("K", "record K\n  A: int32\n", "K", "record K\n  B (formerly A): int32\n")]
    public void Keys_may_get_other_names(string stored, string storedTypes, string declared, string declaredTypes) =>
        Assert.NotEmpty(Resolved.Allowed(Resolved.Schema(storedTypes, stored), Resolved.Schema(declaredTypes, declared)));

    [Theory]
    [InlineData(null, 5, LastWriteSource.Restore)]
    [InlineData(5, null, LastWriteSource.None)]
    [InlineData(5, 6, LastWriteSource.Stored)]
    public void Times_to_live_come_and_go(int? stored, int? declared, LastWriteSource expected)
    {
        var (before, after) = (TimeToLive(stored), TimeToLive(declared));
        Assert.Equal([SchemaChangeKind.TimeToLive], Resolved.Allowed(before, after));
        Assert.Equal(expected, Resolved.Migration(before, after).LastWrite);
    }

    [Theory]
    [InlineData("0 = A\n", "0 = A\n  1 = B\n", SchemaChangeKind.UnionCaseAdded, false)]
    [InlineData("0 = A\n  1 = B\n", "0 = A\n", SchemaChangeKind.UnionCaseRemoved, true)]
    [InlineData("0 = A\n", "0 = B\n", SchemaChangeKind.TypeChanged, true)]
    public void Cases_are_known_by_their_tags(string stored, string declared, SchemaChangeKind kind, bool isRefused)
    {
        const string Types = "record A\n  X: int32\nrecord B\n  Y: int32\n";
        var change = Assert.Single(Resolved.Step(Resolved.List("U", $"union U\n  {stored}{Types}"), Resolved.List("U", $"union U\n  {declared}{Types}")).Changes);
        Assert.Equal((kind, isRefused), (change.Kind, change.IsRefused));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" (formerly B)", false)]
    public void A_tag_goes_to_another_case_of_equal_content_only_where_that_says_so(string formerName, bool isRefused)
    {
        var stored = Resolved.List("U", "union U\n  0 = A\n  1 = B\nrecord A\n  X: int32\nrecord B\n  X: int32\n");
        var declared = Resolved.List("U", $"union U\n  0 = A\n  1 = C\nrecord A\n  X: int32\nrecord C{formerName}\n  X: int32\n");
        Assert.Equal(isRefused, Resolved.Step(stored, declared).Changes.Any(change => change is { IsRefused: true, MemberName: "U.1" }));
    }

    [Fact]
    public void What_a_case_holds_is_resolved_by_tag()
    {
        var (stored, declared) = (Resolved.List("U", "union U\n  4 = A\nrecord A\n  X: int32\n"), Resolved.List("U", "union U\n  4 = A\nrecord A\n"));
        Assert.Equal(new UnionPlan([new(4, new ReferencePlan(1))]), Resolved.Migration(stored, declared).Steps.Single().Types[0]);
    }

    [Fact]
    public void Only_its_codec_knows_what_another_version_is()
    {
        var refusal = Resolved.Refusal(Resolved.List("K", "opaque K: version 1\n"), Resolved.List("K", "opaque K: version 2\n"));
        Assert.Equal((SchemaChangeKind.OpaqueVersion, "K"), (refusal.Kind, refusal.MemberName));
    }

    private static OperatorSchema TimeToLive(int? milliseconds) => new("probe", "string", [new StateSchema("X", StateKind.Value, "int32", null, milliseconds)], []);
}
