namespace Corpus.Mutation.Polling;

public sealed record Ballot(string Candidate, int Votes, bool Recount);

[Operator("mutation.polling-station")]
internal sealed partial class PollingStation : KeyedOperator<int, Ballot, int>
{
    [State(Copy = true)] private partial Dictionary<string, int>? Tally { get; set; }

    [State(Copy = true)] private partial List<int>? Batches { get; set; }

    [State(Copy = true)] private partial List<int>? Recounts { get; set; }

    [State(Copy = true), Ttl(Days = 14)] private partial MapState<string, List<int>> ByCandidate { get; }

    protected override void OnEvent(Ballot value, OperatorContext<int> context)
    {
        Tally ??= [];
        Tally[value.Candidate] = Tally.GetValueOrDefault(value.Candidate) + value.Votes; // expect: SG2007
        Tally = Tally;

        var batches = Batches ?? [];
        batches.Add(value.Votes); // expect: SG2007
        Batches = Batches;

        if (value.Recount)
        {
            var recounts = Recounts ?? [];
            recounts.Add(value.Votes); // expect: SG2007
            Recounts = Recounts ?? [];
        }

        var list = ByCandidate.GetValueOrDefault(value.Candidate) ?? [];
        list.Add(value.Votes); // expect: SG2007
        if (ByCandidate.TryGetValue(value.Candidate, out var stored))
            ByCandidate[value.Candidate] = stored;
        context.Emit(list.Count);
    }
}

/// <summary>Sums the stations of a district; late results go to a separate list.</summary>
[Operator("mutation.polling-district")]
internal sealed partial class PollingDistrict : KeyedOperator<string, Ballot, int>
{
    [State(Copy = true)] private partial List<int>? OnTime { get; set; }

    [State(Copy = true)] private partial List<int>? Late { get; set; }

    protected override void OnEvent(Ballot value, OperatorContext<int> context)
    {
        var onTime = OnTime ?? [];
        var late = Late ?? [];
        if (context.Timestamp < context.Watermark)
        {
            late.Add(value.Votes); // expect: SG2007
            OnTime = onTime;
        }
        else
        {
            onTime.Add(value.Votes);
            OnTime = onTime;
        }

        context.Emit(onTime.Sum() + late.Sum());
    }
}
