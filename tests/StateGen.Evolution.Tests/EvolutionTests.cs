using StateGen.Schemas;
using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>The table of the resolver, as old state × new code, through the generated code of both.</summary>
[Trait("Category", "Slow")]
public abstract class EvolutionTests : IDisposable
{
    private readonly BackendUnderTest _backend;

    protected EvolutionTests(BackendUnderTest backend) => _backend = backend;

    public static TheoryData<string, Position> Allowed() => Cases(change => change.Refused is null);

    public static TheoryData<string, Position> Refused() => Cases(change => change.Refused is not null);

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Old_state_is_read_in_its_new_shape(string name, Position position)
    {
        var change = Find(name);
        var old = await EvolutionTable.Old(change, position).StoreAsync(_backend.Create(), change.ValuesAt(position).Length);
        var (read, _) = await EvolutionTable.New(change, position).ReadAsync(_backend.Create(), change.ValuesAt(position).Length, rewrite: false, old);
        Assert.Equal(change.ValuesAt(position).Select(value => value.Read), read);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task State_that_was_stored_again_or_was_not_touched_is_the_same_after_another_restore(string name, Position position)
    {
        var change = Find(name);
        var now = EvolutionTable.New(change, position);
        var old = await EvolutionTable.Old(change, position).StoreAsync(_backend.Create(), change.ValuesAt(position).Length);
        var (_, rewritten) = await now.ReadAsync(_backend.Create(), change.ValuesAt(position).Length, rewrite: true, old);
        var (_, untouched) = await now.ReadAsync(_backend.Create(), 0, rewrite: false, old);
        foreach (var snapshot in new[] { rewritten, untouched })
            Assert.Equal(change.ValuesAt(position).Select(value => value.Read), (await now.ReadAsync(_backend.Create(), change.ValuesAt(position).Length, rewrite: false, snapshot)).Read);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_the_table_refuses_is_refused_before_a_record_is_read(string name, Position position)
    {
        var change = Find(name);
        var (member, stored, declared) = change.Refused!.Value;
        var old = await EvolutionTable.Old(change, position).StoreAsync(_backend.Create(), change.ValuesAt(position).Length);
        var error = await Assert.ThrowsAsync<StateSchemaException>(() => EvolutionTable.New(change, position).ReadAsync(_backend.Create(), 1, rewrite: false, old));
        Assert.Equal(("evolving", "Kept"), (error.OperatorId, error.StateName));
        Assert.Contains(member ?? "", error.MemberName ?? "", StringComparison.Ordinal);
        Assert.Contains(stored, error.StoredShape, StringComparison.Ordinal);
        Assert.Contains(declared, error.DeclaredShape, StringComparison.Ordinal);
        Assert.All([error.OperatorId, "Kept", error.MemberName ?? "", error.StoredShape, error.DeclaredShape], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task After_a_refusal_the_old_code_goes_on(string name, Position position)
    {
        var change = Find(name);
        var old = EvolutionTable.Old(change, position);
        var snapshot = await old.StoreAsync(_backend.Create(), change.ValuesAt(position).Length);
        await Assert.ThrowsAsync<StateSchemaException>(() => EvolutionTable.New(change, position).ReadAsync(_backend.Create(), 1, rewrite: false, snapshot));
        var before = await old.ReadAsync(_backend.Create(), change.ValuesAt(position).Length, rewrite: false, snapshot);
        Assert.Equal(change.ValuesAt(position).Length, before.Read.Length);
    }

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Change Find(string name) => EvolutionTable.Changes.Single(change => change.Name == name);

    private static TheoryData<string, Position> Cases(Func<Change, bool> isWanted)
    {
        var cases = new TheoryData<string, Position>();
        foreach (var change in EvolutionTable.Changes.Where(isWanted))
        {
            foreach (var position in EvolutionSource.Positions(change))
                cases.Add(change.Name, position);
        }

        return cases;
    }
}
