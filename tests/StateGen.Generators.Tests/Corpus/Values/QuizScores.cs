namespace Corpus.Values.QuizScores;

public sealed record Answer(string Player, int Question, bool Correct, int Milliseconds);

public sealed record Standing(string Game, Dictionary<string, int> Points, int Round);

public interface ITrophyService
{
    string? Find(string player, int points);
}

[Operator("values.quizscores")]
public sealed partial class QuizScores(ITrophyService trophies) : KeyedOperator<string, Answer, Standing>
{
    private readonly Dictionary<string, int> _points = []; // expect: SG2001
    private int[] _times = [];

    [State] private partial int Round { get; set; }

    protected override void OnEvent(Answer answer, OperatorContext<Standing> context)
    {
        if (answer.Question > Round)
        {
            Round = answer.Question;
            context.Emit(new Standing(Key, _points, Round)); // expect: SG2014
        }

        _times = new int[4];
        _times[answer.Question % 4] = answer.Milliseconds;
        var gained = answer.Correct ? Math.Max(1, 10 - _times.Max() / 1000) : 0;
        _points[answer.Player] = _points.GetValueOrDefault(answer.Player) + gained;
        if (trophies.Find(answer.Player, _points[answer.Player]) is not { } trophy)
            return;

        var awarded = new Dictionary<string, int> { [answer.Player] = gained };
        var standing = new Standing(trophy, awarded, Round) with { Game = Key };
        context.Emit(standing with { Round = Round + 1 }); // expect: SG2014
        awarded[trophy] = 1;
    }
}

[Operator("values.quizscores.best")]
public sealed partial class BestAnswers : KeyedOperator<string, Answer, Answer[]>
{
    private Answer[] _best = new Answer[3];

    [State(Copy = true)] private partial List<int>? Times { get; set; }

    protected override void OnEvent(Answer answer, OperatorContext<Answer[]> context)
    {
        _best = new Answer[3];
        Array.Fill(_best, answer);
        var times = Times ?? [];
        times.Add(answer.Milliseconds);
        Times = times;

        Answer[] result = times.Count > 3 ? _best : [answer];
        context.Emit(result); // expect: SG2014
        for (var i = 0; i < result.Length; i++)
            result[i] = answer with { Milliseconds = times[0] };
    }
}
