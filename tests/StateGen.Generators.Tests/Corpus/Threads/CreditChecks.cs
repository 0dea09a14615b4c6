using System.Threading;

namespace Corpus.Threads.CreditChecks;

public sealed record Application(string Person, decimal Amount, bool Urgent);

public interface ICreditBureau
{
    Task<int> ScoreAsync(string person);

    ValueTask NotifyAsync(string person, decimal amount);

    IAsyncEnumerable<int> HistoryAsync(string person, CancellationToken cancellationToken = default);
}

[Operator("threads.credit-checks")]
public sealed partial class CreditChecks : KeyedOperator<string, Application, string>
{
    private readonly ICreditBureau _bureau;

    public CreditChecks(ICreditBureau bureau) => _bureau = bureau;

    [State] private partial int? Score { get; set; }

    [State] private partial int Checks { get; set; }

    [State] private partial decimal Granted { get; set; }

    [State, Ttl(Days = 365)] private partial ListState<int> Scores { get; }

    protected override void OnEvent(Application application, OperatorContext<string> context)
    {
        Checks++;
        if (Score is null)
        {
            _ = FetchAsync(application.Person);
            return;
        }

        async Task GrantAsync()
        {
            await _bureau.NotifyAsync(application.Person, application.Amount).ConfigureAwait(false);
            Granted += application.Amount; // expect: SG2004
        }

        _ = GrantAsync();
        context.Emit($"{Checks} checks");
        _ = ImportAsync(application.Person);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        _ = RecheckAsync(timer.Timestamp.Year > 2020);
        Func<Task> remember = async () =>
        {
            var score = await _bureau.ScoreAsync("anyone");
            Remember(score); // expect: SG2004
        };
        _ = remember();
    }

    private async Task FetchAsync(string person) => Score = await _bureau.ScoreAsync(person); // expect: SG2004

    private async Task ImportAsync(string person)
    {
        Checks++;
        await foreach (var score in _bureau.HistoryAsync(person))
            Scores.Add(score); // expect: SG2004
    }

    private async Task RecheckAsync(bool full)
    {
        if (full)
        {
            var score = await _bureau.ScoreAsync("full");
            Console.WriteLine(score);
        }

        await Console.Out.WriteLineAsync($"{Key} was checked"); // expect: SG2004
    }

    private void Remember(int score)
    {
        Score = score;
        Scores.Add(score);
    }
}

[Operator("threads.credit-checks.approvals")]
public sealed partial class Approvals(ICreditBureau bureau) : KeyedOperator<string, Application, string>
{
    [State] private partial int Approved { get; set; }

    [State] private partial int Score { get; set; }

    protected override async void OnEvent(Application application, OperatorContext<string> context) // expect: SG2003
    {
        Approved++;
        context.Emit($"{Key} asked for {application.Amount}");
        await bureau.NotifyAsync(application.Person, application.Amount);
    }

    protected override async void OnTimer(FiredTimer timer, OperatorContext<string> context) // expect: SG2003
    {
        await Task.Yield();
        Score = 0; // expect: SG2004
    }
}

[Operator("threads.credit-checks.reviews")]
public sealed partial class Reviews(ICreditBureau bureau) : KeyedOperator<string, Application, string>
{
    [State] private partial string? Latest { get; set; }

    protected override void OnEvent(Application application, OperatorContext<string> context)
    {
        Latest = application.Person;
        if (application.Urgent)
            _ = NotifyAllAsync([application.Amount, 0m]);
    }

    protected sealed override async void OnTimer(FiredTimer timer, OperatorContext<string> context) // expect: SG2003
        => await bureau.NotifyAsync(Latest ?? "", 0m);

    private async Task NotifyAllAsync(decimal[] amounts)
    {
        foreach (var amount in amounts)
            await bureau.NotifyAsync(Latest!, amount); // expect: SG2004

        async ValueTask ForgetAsync()
        {
            await bureau.NotifyAsync("nobody", 0m);
            ClearState(); // expect: SG2004
        }

        await ForgetAsync();
    }
}
