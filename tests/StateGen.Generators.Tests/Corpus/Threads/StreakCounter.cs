using System.Threading;

namespace Corpus.Threads.StreakCounter;

public sealed record Answer(bool Right);

[Operator("threads.streak-counter")]
public sealed partial class StreakCounter : KeyedOperator<string, Answer, int>
{
    [State] private partial int Streak { get; set; }

    [State] private partial int Best { get; set; }

    protected override void OnEvent(Answer answer, OperatorContext<int> context)
    {
        Streak = answer.Right ? Streak + 1 : 0;
        if (Streak <= Best)
            return;

        async ValueTask CelebrateAsync(int seconds)
        {
            await Task.Delay(seconds * 1_000);
            Best = seconds; // expect: SG2004
        }

        _ = CelebrateAsync(3);
        bool Settle(object? _) => Streak == Best;
        var settle = new Thread(() => Console.WriteLine(Settle(null))); // expect: SG2005
        settle.Start();
        context.Emit(Streak);
    }
}
