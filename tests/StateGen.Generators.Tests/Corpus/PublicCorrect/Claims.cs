namespace Corpus.PublicCorrect.Claims;

public sealed record Document(string Case, string Kind, string Pages, bool Last);

public sealed record Decision(string Case, bool Granted, string Reason);

public sealed class CaseFile
{
    public List<string> Documents { get; set; } = [];

    public int Pages { get; set; }

    public bool Complete { get; set; }
}

public static class CaseFileExtensions
{
    extension(CaseFile file)
    {
        public bool IsThin => file.Pages < 3;
    }

    public static CaseFile With(this CaseFile? file, Document document, int pages)
    {
        var result = file ?? new CaseFile();
        result.Documents.Add(document.Kind);
        result.Pages += pages;
        result.Complete |= document.Last;
        return result;
    }
}

[Operator("publiccorrect.claims")]
public sealed partial class Claims(Func<string, bool> isAcceptable, int grace) : KeyedOperator<string, Document, Decision>
{
    [State(Copy = true)] private partial CaseFile? Claim { get; set; }

    [State(Copy = true)] private partial CaseFile? Appeal { get; set; }

    [State] private partial ListState<string> Rejected { get; }

    [State] private partial DateTimeOffset? Deadline { get; set; }

    protected override void OnEvent(Document document, OperatorContext<Decision> context)
    {
        if (Deadline is { } old)
            context.Timers.DeleteEventTime(old);
        var deadline = context.Timestamp.AddDays(grace);
        context.Timers.RegisterEventTime(deadline);
        Deadline = deadline;

        try
        {
            File(document);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            Rejected.Add(document.Pages);
        }

        if (isAcceptable(document.Kind))
            return;

        try
        {
            Rejected.Add(document.Kind);
        }
        catch
        {
            Console.Error.WriteLine("could not reject");
            throw;
        }
    }

    private void File(Document document)
    {
        var pages = int.Parse(document.Pages, System.Globalization.CultureInfo.InvariantCulture);
        var (claim, appeal) = (Claim, Appeal);
        if (document.Kind == "appeal")
            appeal = appeal.With(document, pages);
        else
            claim = claim.With(document, pages);
        (Claim, Appeal) = (claim, appeal);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Decision> context)
    {
        if (Claim is not { } file)
            return;

        context.Emit(new Decision(Key, !file.IsThin, $"{file.Documents.Count} documents"));
        var kept = Rejected.TakeLast(3).ToArray();
        Rejected.Clear();
        Rejected.AddRange(kept);
        Claim = null;
        Deadline = null;
    }
}
