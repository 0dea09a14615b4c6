namespace Corpus.ThreadsCorrect.CallCenter;

public sealed record Call(string Agent, int Seconds);

[Operator("threadscorrect.call-center")]
public sealed partial class CallCenter : KeyedOperator<string, Call, string>
{
    private static readonly Action<string> Print = Console.WriteLine;
    private static readonly List<Func<Call, bool>> Filters = [call => call.Seconds > 0, IsShort];

    [State] private partial int Seconds { get; set; }

    [State, Ttl(Days = 1)] private partial ListState<Call> Calls { get; }

    protected override void OnEvent(Call call, OperatorContext<string> context)
    {
        if (!Filters.TrueForAll(filter => filter(call)))
            return;
        Calls.Add(call);
        Seconds += call.Seconds;
        Print(Key);
        var longest = Calls.MaxBy(one => one.Seconds + Seconds);
        foreach (var agent in Agents(Calls).Distinct().Take(3).ToList())
            Calls.Add(new Call(agent, 0));
        context.Emit(longest?.Agent ?? "");
    }

    private static bool IsShort(Call call) => call.Seconds < 3_600;

    private static IEnumerable<string> Agents(IEnumerable<Call> calls)
    {
        foreach (var call in calls)
            yield return call.Agent;
    }
}
