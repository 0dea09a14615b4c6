namespace Corpus.Mutation.CallCenter;

public sealed record Call(string Agent, IReadOnlyList<string> Topics, int Seconds, bool Dropped);

public sealed class AgentDay
{
    public int Calls { get; set; }

    public List<int> Durations { get; set; } = [];

    public HashSet<string> Topics { get; set; } = [];
}

[Operator("mutation.call-center")]
internal sealed partial class CallCenter : KeyedOperator<string, Call, string>
{
    [State(Copy = true)] private partial AgentDay? Today { get; set; }

    [State(Copy = true)] private partial Dictionary<string, int>? Topics { get; set; }

    [State(Copy = true)] private partial List<int>? Waiting { get; set; }

    [State(Copy = true)] private partial Queue<string>? Callbacks { get; set; }

    protected override void OnEvent(Call value, OperatorContext<string> context)
    {
        var day = Today ?? new AgentDay();
        Count();
        value.Topics.ToList().ForEach(topic => day.Topics.Add(topic)); // expect: SG2007

        var topics = Topics ?? [];
        Array.ForEach([.. value.Topics], topic =>
        {
            var seen = topics.GetValueOrDefault(topic);
            topics[topic] = seen + 1; // expect: SG2007
        });

        if (value.Dropped)
            Enqueue(value.Agent);
        Action<int> wait = seconds => (Waiting ??= []).Add(seconds); // expect: SG2007
        wait(value.Seconds);

        void Count()
        {
            day.Calls++;
            day.Durations.Add(value.Seconds);
            Today = day;
        }

        void Enqueue(string agent)
        {
            var callbacks = Callbacks ?? new Queue<string>();
            if (callbacks.Count > 10)
                context.Emit(callbacks.Peek());
            callbacks.Enqueue(agent); // expect: SG2007
        }
    }
}
