using StateGen.Schemas;
using StateGen.Schemas.Resolution;

namespace StateGen.Tests.Schemas.Resolution;

public sealed class ChainRuleTests
{
    private static readonly OperatorSchema WithX = Resolved.Schema("  list X: int32\n  value Y: int32\n");
    private static readonly OperatorSchema WithoutX = Resolved.Schema("  value Y: int32\n");

    [Fact]
    public void A_state_that_was_dropped_stays_dropped_when_its_name_comes_back()
    {
        var resolution = Chain([WithX, WithoutX], WithX);
        Assert.Equal([null, null, "X"], resolution.Migrations.Select(migration => migration.States[0].StoredName));
        Assert.All(resolution.Migrations, migration => Assert.Equal((2, "X"), (migration.States[0].Birth, migration.States[0].NameAtBirth)));
    }

    [Fact]
    public void A_member_that_was_dropped_stays_dropped_when_its_name_comes_back()
    {
        var full = Resolved.List("Point", "record Point\n  X: int32\n  Y: int32\n");
        var migrations = Chain([full, Resolved.List("Point", "record Point\n  X: int32\n")], full).Migrations;
        Assert.Equal([2, 1, 0], migrations.Select(migration => migration.States[0].Steps.Count));
    }

    [Fact]
    public void The_same_shape_adds_no_generation_and_takes_the_times_to_live()
    {
        var (stored, declared) = (Resolved.Schema("  list X: int32, ttl 5 ms\n"), Resolved.Schema("  list X: int32, ttl 6 ms\n"));
        var resolution = Chain([WithX, stored], declared);
        Assert.Equal([WithX, declared], resolution.Generations);
        Assert.Equal(SchemaChangeKind.TimeToLive, Assert.Single(resolution.Changes).Kind);
    }

    [Fact]
    public void A_former_name_that_is_added_or_taken_away_later_does_not_change_history()
    {
        var renamed = Resolved.Schema("  list Z (formerly X): int32\n  value Y: int32\n");
        var forgotten = Resolved.Schema("  list Z: int32\n  value Y: int32\n");
        Assert.Equal("X", Chain([WithX, renamed], forgotten).Migrations[0].States[1].StoredName);
        Assert.Null(Chain([WithX, forgotten], renamed).Migrations[0].States[1].StoredName);
    }

    [Fact]
    public void A_rename_is_followed_through_the_chain()
    {
        var last = Resolved.Schema("  value Y: int32\n  list Z (formerly W): int32\n");
        var resolution = Chain([WithX, Resolved.Schema("  list W (formerly X): int32\n  value Y: int32\n")], last);
        Assert.Equal(["X", "W", "Z"], resolution.Migrations.Select(migration => migration.States[1].StoredName));
        Assert.All(resolution.Migrations, migration => Assert.Equal((0, "X"), (migration.States[1].Birth, migration.States[1].NameAtBirth)));
    }

    [Fact]
    public void A_time_to_live_that_one_generation_did_not_have_begins_at_the_restore()
    {
        var (with, without) = (Resolved.Schema("  list X: int32, ttl 5 ms\n"), Resolved.Schema("  list X: int32\n"));
        var migrations = Chain([with, without], with).Migrations;
        Assert.Equal([LastWriteSource.Restore, LastWriteSource.Restore, LastWriteSource.Stored], migrations.Select(migration => migration.States[0].LastWrite));
        Assert.All(migrations, migration => Assert.Equal(2, migration.States[0].TimedSince));
    }

    [Fact]
    public void An_upgrade_takes_what_the_rules_refuse()
    {
        var upgrade = new StateUpgradeSchema("X", "string", []);
        Assert.Equal([SchemaChangeKind.Upgraded], Resolved.Allowed(Resolved.List("string"), Resolved.List("int32"), upgrade));
        Assert.Equal(0, Resolved.Migration(Resolved.List("string"), Resolved.List("int32"), upgrade).Upgrade?.Index);
    }

    [Fact]
    public void An_upgrade_gets_values_in_the_shape_before_the_refused_step_and_ends_in_the_declared_one()
    {
        OperatorSchema[] stored = [Resolved.List("int32"), Resolved.List("double")];
        var migrations = Chain(stored, Resolved.List("string"), new StateUpgradeSchema("X", "guid", []), new("X", "double", [])).Migrations;
        Assert.Equal([(1, (int?)1), (0, 1), (0, null)], migrations.Select(migration => (migration.States[0].Steps.Count, migration.States[0].Upgrade?.Index)));
    }

    [Fact]
    public void An_upgrade_must_read_exactly_what_is_stored()
    {
        var (stored, declared) = (Resolved.List("A", "record A\n  X: int32\n"), Resolved.List("string"));
        StateUpgradeSchema Reading(string members) => new("X", "Old", [Resolved.List("Old", $"record Old\n{members}").Types[0]]);
        Assert.Equal([SchemaChangeKind.Upgraded], Resolved.Allowed(stored, declared, Reading("  X: int32\n")));
        Assert.Contains("TOld", Resolved.Refusal(stored, declared, Reading("  X: int32\n  Y: int32\n")).Remedy, StringComparison.Ordinal);
        Assert.Contains("TOld", Resolved.Refusal(stored, declared, Reading("")).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_upgrade_that_an_older_generation_needs_must_stay()
    {
        OperatorSchema[] stored = [Resolved.List("string"), Resolved.List("int32")];
        Assert.True(Chain(stored, Resolved.List("int64"), new StateUpgradeSchema("X", "string", [])).IsAccepted);
        var refusal = Assert.Single(Chain(stored, Resolved.List("int64")).Changes, change => change.IsRefused);
        Assert.Equal(("X", "string", "int32"), (refusal.StateName, refusal.StoredShape, refusal.DeclaredShape));
        Assert.Contains("older generation", refusal.Remedy, StringComparison.Ordinal);
        Assert.True(Chain(stored, WithoutX).IsAccepted);
    }

    [Fact]
    public void An_older_program_reads_what_a_newer_one_wrote_by_the_same_rules()
    {
        var newer = Resolved.Schema("  list Z (formerly X): int32\n  value Y: int32\n");
        var resolution = Chain([WithX, newer], WithX);
        Assert.Equal(["X", "Z", "X"], resolution.Migrations.Select(migration => migration.States[0].StoredName));
    }

    private static SchemaResolution Chain(OperatorSchema[] stored, OperatorSchema declared, params StateUpgradeSchema[] upgrades) =>
        SchemaResolver.ResolveChain(stored, declared, [.. upgrades]);
}
