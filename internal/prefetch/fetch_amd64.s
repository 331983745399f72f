#include "textflag.h"

// func fetch(places []uintptr)
TEXT ·fetch(SB), NOSPLIT, $0-24
	MOVQ places_base+0(FP), SI
	MOVQ places_len+8(FP), CX
	TESTQ CX, CX
	JZ   done

next:
	MOVQ (SI), AX
	PREFETCHT0 (AX)
	ADDQ $8, SI
	DECQ CX
	JNZ  next

done:
	RET
