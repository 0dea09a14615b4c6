namespace Corpus.Threads.BaseBootstraps;

public sealed record Vote(string Candidate, int District);

public abstract class BootstrappedOperator : KeyedOperator<string, Vote, int>
{
    protected BootstrappedOperator()
    {
        Bootstrap(); // expect: SG2002
    }

    protected abstract void Bootstrap();
}

[Operator("threads.base-bootstraps")]
public sealed partial class VoteCounter : BootstrappedOperator
{
    [State] private partial int Votes { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<int> context) => context.Emit(++Votes);

    protected override void Bootstrap() => Votes = 0;
}

public abstract class NamedOperator<TKey> : KeyedOperator<TKey, Vote, string>
    where TKey : notnull
{
    private readonly string _name;

    protected NamedOperator(string name)
    {
        _name = name;
        Console.WriteLine(Describe()); // expect: SG2002
    }

    protected virtual string Describe() => _name;
}

[Operator("threads.base-bootstraps.district")]
public sealed partial class DistrictNames() : NamedOperator<int>("district")
{
    [State] private partial string? Winner { get; set; }

    protected override void OnEvent(Vote vote, OperatorContext<string> context)
    {
        Winner = vote.Candidate;
        context.Emit(Describe());
    }

    protected override string Describe() => $"{base.Describe()} {Winner}";
}

public abstract class ConfiguredOperator : KeyedOperator<string, Vote, int>
{
    protected ConfiguredOperator() => Limit = StartingLimit; // expect: SG2002

    protected int Limit { get; }

    protected abstract int StartingLimit { get; }
}

[Operator("threads.base-bootstraps.limits")]
public sealed partial class VoteLimits : ConfiguredOperator
{
    [State] private partial int Extra { get; set; }

    protected override int StartingLimit => 10 + Extra;

    protected override void OnEvent(Vote vote, OperatorContext<int> context)
    {
        Extra++;
        context.Emit(Limit);
    }
}
