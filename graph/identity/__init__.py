"""Which printed name is which agency: the lexicon, how names are read and made, and what reforms did to bodies."""
