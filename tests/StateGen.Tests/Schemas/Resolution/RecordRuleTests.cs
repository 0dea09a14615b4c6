using StateGen.Schemas.Resolution;
using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Tests.Schemas.Resolution;

public sealed class RecordRuleTests
{
    private const string Point = "record Point\n  X: int32\n  Y: int32\n";

    [Fact]
    public void Members_follow_their_names_whatever_their_order()
    {
        var declared = Resolved.List("Point", "record Point\n  Y: int32\n  Z: string\n  X: double\n");
        Assert.Equal([SchemaChangeKind.MemberAdded, SchemaChangeKind.TypeChanged, SchemaChangeKind.MemberMoved], Resolved.Allowed(Resolved.List("Point", Point), declared));
        var plan = Assert.IsType<RecordPlan>(Resolved.Migration(Resolved.List("Point", Point), declared).Steps.Single().Types.Single());
        Assert.Equal([new(1, CopyPlan.Instance), new(-1, new DefaultPlan(new ScalarDefault("string"))), new(0, new ConvertPlan(ScalarConversion.IntegerToDouble))], plan.Members);
        Assert.False(plan.IsInOrder);
    }

    [Fact]
    public void A_removed_member_is_dropped()
    {
        var declared = Resolved.List("Point", "record Point\n  Y: int32\n");
        Assert.Equal([SchemaChangeKind.MemberRemoved], Resolved.Allowed(Resolved.List("Point", Point), declared));
    }

    [Theory]
    [InlineData("X", "A (formerly X)")]
    [InlineData("X (formerly A)", "A")]
    public void A_renamed_member_keeps_its_values_in_both_directions(string stored, string declared)
    {
        var (before, after) = (Resolved.List("Point", $"record Point\n  {stored}: int32\n"), Resolved.List("Point", $"record Point\n  {declared}: int32\n"));
        Assert.Equal([SchemaChangeKind.MemberRenamed], Resolved.Allowed(before, after));
        Assert.True(Resolved.Migration(before, after).IsCopy);
    }

    [Fact]
    public void A_name_that_is_used_again_after_a_rename_is_a_new_member()
    {
        var declared = Resolved.List("Point", "record Point\n  B (formerly X): int32\n  X: int32\n  Y: int32\n");
        var plan = Assert.IsType<RecordPlan>(Resolved.Migration(Resolved.List("Point", Point), declared).Steps.Single().Types.Single());
        Assert.Equal([0, -1, 1], plan.Members.Select(member => member.StoredIndex));
    }

    [Fact]
    public void A_name_that_was_given_on_is_taken_over_by_the_member_that_says_so()
    {
        var declared = Resolved.List("Point", "record Point\n  Z (formerly Y): int32\n  Y (formerly X): int32\n");
        var plan = Assert.IsType<RecordPlan>(Resolved.Migration(Resolved.List("Point", Point), declared).Steps.Single().Types.Single());
        Assert.Equal([1, 0], plan.Members.Select(member => member.StoredIndex));
    }

    [Theory]
    [InlineData("X: int32", "Y: int32", "X (formerly Y): int32", "Y (formerly X): int32")]
    [InlineData("X (formerly Y): int32", "Y (formerly X): int32", "X: int32", "Y: int32")]
    [InlineData("X: int32", "Y: int32", "Y (formerly X): int32", "X (formerly W, Y): int32")]
    public void Members_that_exchanged_their_names_are_refused_while_only_one_version_says_so(string stored, string otherStored, string declared, string otherDeclared)
    {
        var (before, after) = ($"record Point\n  {stored}\n  {otherStored}\n", $"record Point\n  {declared}\n  {otherDeclared}\n");
        foreach (var state in new[] { Resolved.Step(Resolved.List("Point", before), Resolved.List("Point", after)), Resolved.Step(Resolved.Schema(before, "Point"), Resolved.Schema(after, "Point")) })
            Assert.Equal(["Point.X: X or Y", "Point.Y: Y or X"], state.Changes.Where(change => change is { IsRefused: true, MemberName: not "Point" }).Select(change => $"{change.MemberName}: {change.StoredShape}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_circle_of_former_names_is_refused_and_a_chain_that_ends_is_not()
    {
        var stored = Resolved.List("Point", "record Point\n  A: int32\n  B: int32\n  C: int32\n");
        var circle = Resolved.List("Point", "record Point\n  A (formerly B): int32\n  B (formerly C): int32\n  C (formerly A): int32\n");
        var chain = Resolved.List("Point", "record Point\n  A (formerly B): int32\n  B (formerly C): int32\n  C: int32\n");
        Assert.Equal(["A or B", "B or C", "C or A"], Resolved.Step(stored, circle).Changes.Where(change => change.IsRefused).Select(change => change.StoredShape));
        Assert.Empty(Resolved.Allowed(stored, chain));
    }

    [Fact]
    public void Former_names_that_both_versions_exchange_are_history()
    {
        var exchanged = Resolved.List("Point", "record Point\n  X (formerly Y): int32\n  Y (formerly X): int32\n");
        Assert.Empty(Resolved.Allowed(exchanged, exchanged));
    }

    [Fact]
    public void Names_are_exchanged_through_a_third_one()
    {
        var through = Resolved.List("Point", "record Point\n  T (formerly X): int32\n  X (formerly Y): int32\n");
        var exchanged = Resolved.List("Point", "record Point\n  X (formerly Y): int32\n  Y (formerly T): int32\n");
        Assert.Equal([SchemaChangeKind.MemberRenamed, SchemaChangeKind.MemberRenamed], Resolved.Allowed(Resolved.List("Point", Point), through));
        Assert.True(Resolved.Migration(Resolved.List("Point", Point), through).IsCopy);
        Assert.Equal([SchemaChangeKind.MemberRenamed, SchemaChangeKind.MemberMoved], Resolved.Allowed(through, exchanged));
    }

    [Theory]
    [InlineData("tuple<Inner,Old>", "tuple<Inner,New>")]
    [InlineData("tuple<Old,Inner>", "tuple<New,Inner>")]
    public void A_type_whose_content_changed_deep_inside_is_not_the_same_under_another_name_wherever_that_stands(string stored, string declared)
    {
        var before = Resolved.List(stored, "record Inner\n  A: int32\n  B: int32\n\nrecord Old\n  X: Inner\n");
        var after = Resolved.List(declared, "record Inner\n  A: int32\n\nrecord New\n  X: Inner\n");
        Assert.Equal((SchemaChangeKind.TypeChanged, null, stored), Named(Resolved.Refusal(before, after)));
    }

    [Fact]
    public void A_change_that_is_already_known_counts_for_a_second_type()
    {
        var before = Resolved.List("tuple<First,Second>", "record First\n  A: int32\n\nrecord Second\n  A: int32\n");
        var after = Resolved.List("tuple<New,New>", "record New (formerly First)\n  A: int32\n  B: int32\n");
        Assert.Equal((SchemaChangeKind.TypeChanged, null, "tuple<First,Second>"), Named(Resolved.Refusal(before, after)));
    }

    [Fact]
    public void Two_members_that_claim_one_former_name_are_refused()
    {
        var declared = Resolved.List("Point", "record Point\n  A (formerly X, Y): int32\n");
        Assert.Equal((SchemaChangeKind.MemberRenamed, "Point.A", "X and Y"), Named(Resolved.Refusal(Resolved.List("Point", Point), declared)));
    }

    [Theory]
    [InlineData("Shape", "union Shape\n  0 = int32\n")]
    [InlineData("Key", "opaque Key: version 1\n")]
    [InlineData("Tree", "record Tree\n  Next: Tree\n")]
    public void A_new_member_without_a_default_is_refused(string type, string types)
    {
        var declared = Resolved.List("Point", Point + $"  Z: {type}\n{types}");
        Assert.Equal((SchemaChangeKind.MemberAdded, "Point.Z", "no such member"), Named(Resolved.Refusal(Resolved.List("Point", Point), declared)));
    }

    [Fact]
    public void The_default_of_a_record_is_a_record_of_defaults()
    {
        var declared = Resolved.List("Point", Point + "  Z: Inner\nrecord Inner\n  [3] B: string?\n  [1] A: Kind\nenum Kind: byte\n  One = 1\n");
        var plan = Assert.IsType<RecordPlan>(Resolved.Migration(Resolved.List("Point", Point), declared).Steps.Single().Types.Single());
        var expected = new ArrayDefault([NilDefault.Instance, new ScalarDefault("byte"), NilDefault.Instance, NilDefault.Instance]);
        Assert.Equal(new MemberPlan(-1, new DefaultPlan(expected)), plan.Members[2]);
    }

    [Fact]
    public void Members_with_keys_follow_their_keys()
    {
        var stored = Resolved.List("Point", "record Point\n  [0] X: int32\n  [2] Y: int32\n");
        var declared = Resolved.List("Point", "record Point\n  [1] Z: int32\n  [2] Height: int32\n");
        Assert.Equal([SchemaChangeKind.MemberAdded, SchemaChangeKind.MemberRenamed, SchemaChangeKind.MemberRemoved], Resolved.Allowed(stored, declared));
        var plan = Assert.IsType<RecordPlan>(Resolved.Migration(stored, declared).Steps.Single().Types.Single());
        Assert.Equal((new RecordLayout(3, [0, 2], []), new RecordLayout(3, [1, 2], [])), (plan.Stored, plan.Declared));
        Assert.Equal([-1, 1], plan.Members.Select(member => member.StoredIndex));
    }

    [Fact]
    public void A_record_that_gets_or_loses_its_keys_has_its_scalars_converted()
    {
        var own = Resolved.List("Point", "record Point\n  A: guid\n  B: decimal\n  C: int128\n  D: uint128?\n");
        var marked = Resolved.List("Point", "record Point\n  [0] A: guidtext\n  [1] B: decimaltext\n  [2] C: int128le\n  [3] D: uint128le?\n");
        Assert.Equal(
            [ScalarConversion.GuidToText, ScalarConversion.DecimalToText, ScalarConversion.ReverseInt128, ScalarConversion.ReverseInt128],
            ConversionsOf(Resolved.Migration(own, marked)));
        Assert.Equal(
            [ScalarConversion.TextToGuid, ScalarConversion.TextToDecimal, ScalarConversion.ReverseInt128, ScalarConversion.ReverseInt128],
            ConversionsOf(Resolved.Migration(marked, own)));
        Assert.Equal("datetimeoffset", Resolved.Refusal(Resolved.List("datetimeoffset"), Resolved.List("localdatetimeoffset")).StoredShape);
    }

    [Fact]
    public void Keys_that_change_places_are_refused()
    {
        var stored = Resolved.List("Point", "record Point\n  [0] X: int32\n  [1] Y: int32\n");
        var declared = Resolved.List("Point", "record Point\n  [0] Y: int32\n  [1] X: int32\n");
        Assert.All(Resolved.Step(stored, declared).Changes.Where(change => change.IsRefused), change => Assert.Equal(SchemaChangeKind.MemberKey, change.Kind));
        Assert.False(Resolved.Step(stored, declared).IsAccepted);
    }

    [Fact]
    public void A_type_that_gets_keys_keeps_its_members_by_name()
    {
        var declared = Resolved.List("Point", "record Point\n  [\"x\"] X: int32\n  [\"y\"] Y: int32\n");
        var plan = Assert.IsType<RecordPlan>(Resolved.Migration(Resolved.List("Point", Point), declared).Steps.Single().Types.Single());
        Assert.Equal(new RecordLayout(2, [], ["x", "y"]), plan.Declared);
        Assert.Equal([0, 1], plan.Members.Select(member => member.StoredIndex));
    }

    [Theory]
    [InlineData("Point", "Spot (formerly Point)", "  X: int32\n", true)]
    [InlineData("Point (formerly Spot)", "Spot", "  X: int32\n", true)]
    [InlineData("Point", "Spot", "  X: int32\n  Y: int32\n", true)]
    [InlineData("Point", "Spot", "  X: int32\n", false)]
    public void A_type_is_known_by_its_name_its_former_name_or_the_same_content(string stored, string declared, string members, bool isAccepted)
    {
        var name = declared.Split(' ')[0];
        var resolution = Resolved.Step(Resolved.List("Point", $"record {stored}\n  X: int32\n  Y: int32\n"), Resolved.List(name, $"record {declared}\n{members}"));
        Assert.Equal(isAccepted, resolution.IsAccepted);
        Assert.Equal(isAccepted, resolution.Changes.Any(change => change.Kind == SchemaChangeKind.TypeRenamed));
    }

    [Fact]
    public void A_generic_type_is_known_by_its_definition()
    {
        var (stored, declared) = (Resolved.List("Pair<int32>", "record Pair<int32>\n  A: int32\n"), Resolved.List("Pair<int64>", "record Pair<int64>\n  A: int64\n  B: int64\n"));
        Assert.Equal([SchemaChangeKind.TypeChanged, SchemaChangeKind.MemberAdded], Resolved.Allowed(stored, declared));
    }

    [Fact]
    public void A_recursive_type_refers_to_its_own_plan()
    {
        var stored = Resolved.List("Tree", "record Tree\n  Children: list<Tree>\n  Weight: int32\n");
        var declared = Resolved.List("Tree", "record Tree\n  Children: list<Tree>\n  Weight: double\n");
        var migration = Resolved.Migration(stored, declared).Steps.Single();
        Assert.Equal(new ListPlan(new ReferencePlan(0)), Assert.IsType<RecordPlan>(Assert.Single(migration.Types)).Members[0].Value);
        Assert.True(Resolved.Migration(stored, Resolved.List("Tree", "record Tree\n  Children: list<Tree>\n  Weight: int64\n")).IsCopy);
    }

    [Fact]
    public void A_change_is_reported_at_every_state_that_it_concerns()
    {
        var stored = Resolved.Schema("  value A: Point?\n  map B: string -> list<Point>\n" + Point);
        var declared = Resolved.Schema("  value A: Point?\n  map B: string -> list<Point>\nrecord Point\n  X: int32\n  Y: int16\n");
        var changes = Resolved.Step(stored, declared).Changes;
        Assert.Equal(["A", "B"], changes.Select(change => change.StateName));
        Assert.All(changes, change => Assert.Equal((SchemaChangeKind.TypeChanged, "Point.Y", "int32"), Named(change)));
    }

    [Fact]
    public void Elements_of_a_set_may_grow_but_not_shrink()
    {
        var stored = Resolved.List("set<Point>", Point);
        Assert.Equal([SchemaChangeKind.MemberAdded], Resolved.Allowed(stored, Resolved.List("set<Point>", Point + "  Z: int32\n")));
        Assert.Equal((SchemaChangeKind.MemberRemoved, "Point.Y", "int32"), Named(Resolved.Refusal(stored, Resolved.List("set<Point>", "record Point\n  X: int32\n"))));
    }

    [Fact]
    public void Another_kind_of_type_is_refused()
    {
        var refusal = Resolved.Refusal(Resolved.List("Point", Point), Resolved.List("Point", "enum Point: int32\n  X = 0\n"));
        Assert.Equal(("Point", "a record", "an enum"), (refusal.MemberName, refusal.StoredShape, refusal.DeclaredShape));
    }

    private static (SchemaChangeKind Kind, string? Member, string Stored) Named(SchemaChange change) => (change.Kind, change.MemberName, change.StoredShape);

    private static IEnumerable<ScalarConversion> ConversionsOf(StateMigration migration) =>
        Assert.IsType<RecordPlan>(Assert.Single(migration.Steps.Single().Types)).Members.Select(member => Assert.IsType<ConvertPlan>(member.Value).Conversion);
}
