using System.Threading;

namespace Corpus.Public.Claims;

public sealed record Document(string Case, string Kind, int Pages, bool Last);

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

    public static string Summary(this CaseFile file) => $"{file.Documents.Count} documents, {file.Pages} pages";
}

[Operator("public.claims")]
public sealed partial class Claims(Func<string, bool> isAcceptable) : KeyedOperator<string, Document, Decision>
{
    [State(Copy = true)] private partial CaseFile? Claim { get; set; }

    [State(Copy = true)] private partial CaseFile? Appeal { get; set; }

    [State] private partial ListState<string> Rejected { get; }

    [State] private partial int Failures { get; set; }

    protected override void OnEvent(Document document, OperatorContext<Decision> context)
    {
        var deadline = context.Timestamp.AddDays(14);
        context.Timers.RegisterEventTime(deadline); // expect: SG2013

        try
        {
            if (document.Kind == "appeal")
                FileAppeal(document);
            else
                FileClaim(document);
        }
        catch (Exception e) when (e.Message.Length > 0) // expect: SG2015
        {
            Failures++;
        }

        if (!isAcceptable(document.Kind))
        {
            var kept = Rejected.ToArray();
            Rejected.Clear(); // expect: SG2012
            Rejected.AddRange(kept);
            Rejected.Add(document.Kind);
        }
    }

    private void FileClaim(Document document)
    {
        var file = Claim;
        file ??= new CaseFile();
        Claim = file;
        file.Documents.Add(document.Kind);
        file.Pages += document.Pages;
        file.Complete |= document.Last; // expect: SG2007
    }

    private void FileAppeal(Document document)
    {
        var appeal = Appeal ?? new CaseFile();
        appeal.Documents.Add(document.Kind);
        appeal.Pages += document.Pages;
        Claim = appeal;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Decision> context)
    {
        if (Claim is not { } file)
            return;

        var thin = file.IsThin;
        context.Emit(new Decision(Key, !thin, file.Summary()));
        using var reminder = new Timer(_ => Failures = 0, null, 1000, Timeout.Infinite); // expect: SG2005
        Parallel.ForEach(file.Documents, name => Rejected.Add(name)); // expect: SG2005
        Claim = null;
    }
}
